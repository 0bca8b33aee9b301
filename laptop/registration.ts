import type { Person } from '../cities/city.ts';
import { pickOutputs } from '../cities/outputs.ts';
import { CONSENT_VERSION, HeldResident, type Registration } from '../functions/identity/contract.ts';
import { joinAs } from './newcomer.ts';
import type { OpenCity } from './open-city.ts';

/** Not their name: an account's address is kept in clear by whoever looks after accounts. */
const EMAIL = 'newcomer@example.org';

/**
 * Somebody makes an account, confirms its address by the code in a letter, and registers as a resident with the licence
 * and the address that it shows. Answers what the city holds of them then.
 *
 * @throws Error with the city's own words, where it refuses.
 */
export async function register({ city, host, address }: OpenCity, person: Person): Promise<HeldResident> {
  const { PeopleIssuer: issuer, PeopleClientId: clientId } = pickOutputs(host.outputs, city.id, 'dev', [
    'PeopleIssuer',
    'PeopleClientId',
  ]);
  const tokens = await joinAs({ issuer, clientId, redirectUri: `${address}/residents/` }, EMAIL);
  const { iin, number, address: home } = person;
  const registration: Registration = { iin, number, address: home, consentVersion: CONSENT_VERSION };
  const answer = await fetch(`${address}/v1/residents/me`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(registration),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The city did not register ${person.firstName}: ${text}`);
  return HeldResident.parse(JSON.parse(text));
}
