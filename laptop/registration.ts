import type { Person } from '../cities/city.ts';
import { CONSENT_VERSION, HeldResident, type Registration } from '../functions/identity/contract.ts';
import { joinAs } from './newcomer.ts';
import type { OpenCity } from './open-city.ts';
import { askingAs, peopleOf } from './people.ts';

/** Not their name: an account's address is kept in clear by whoever looks after accounts. */
const EMAIL = 'newcomer@example.org';

/**
 * Somebody makes an account, confirms its address by the code in a letter, and registers as a resident with the licence
 * and the address that it shows. Answers what the city holds of them then.
 *
 * @throws Error with the city's own words, where it refuses.
 */
export async function register(city: OpenCity, { iin, number, address }: Person): Promise<HeldResident> {
  const ask = askingAs(city, (await joinAs(peopleOf(city), EMAIL)).access_token);
  const registration: Registration = { iin, number, address, consentVersion: CONSENT_VERSION };
  return HeldResident.parse(await ask('PUT', '/v1/residents/me', registration));
}
