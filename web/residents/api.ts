import type { HeldResident, Invitation, Registration } from '../../functions/identity/contract.ts';
import type { Ask } from '../shared/api.ts';

/** The residents' part of the API. All throw Refused. */
export function residentsApi(ask: Ask) {
  const me = '/v1/residents/me';
  return {
    read: () => ask<HeldResident>('GET', me),
    register: (registration: Registration) => ask<HeldResident>('PUT', me, registration),
    delete: () => ask<void>('DELETE', me),
    invite: () => ask<Invitation>('POST', `${me}/household/invitations`),
    join: (code: string) => ask<HeldResident>('PUT', `${me}/household`, { code }),
    leave: () => ask<HeldResident>('DELETE', `${me}/household`),
  };
}

export type ResidentsApi = ReturnType<typeof residentsApi>;
