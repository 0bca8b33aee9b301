import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type HeldResident, RegisterResident } from './contract.ts';
import { identityEnv, residentsEnv } from './env.ts';
import { DocumentTaken, ResidentRegistered } from './errors.ts';
import { kmsPepper, type Pepper } from './keys.ts';
import { dynamoAddresses, type OpenAddresses, plainAddress } from './open-addresses.ts';
import { type DocumentClaim, documentKeyOf, held, type KeptResident, registered, residentKey } from './resident.ts';
import { dynamoResidents } from './resident-book.ts';
import { dynamoEntries } from './resident-entries.ts';
import { documentHash } from './rider-refs.ts';
import { type ResidentDependencies, readWithHousehold, settleEntry } from './settle-entry.ts';

interface Dependencies extends ResidentDependencies {
  addresses: OpenAddresses;
  pepper: Pepper;
  clock: Clock;
}

interface Keys {
  sub: string;
  documentKey: string;
  addressKey: string;
}

/**
 * A licence belongs to whoever claims it first. Who is in the city's own register rides as a resident already, and the
 * city's office keeps that entry: it is nobody's who merely knows the number.
 */
async function claimDocument({ sub, documentKey }: Keys, { residents, entries }: Dependencies): Promise<void> {
  const taken = (words: string) => new DocumentTaken(`This licence is ${words}. Ask the city's office if it is yours.`);
  const entry = await entries.find(documentKey);
  if (entry && entry.account === undefined) throw taken("in the city's register already: you ride as a resident");
  await untilSaved(async () => {
    const pk = documentKeyOf(documentKey);
    const claim = await residents.read<DocumentClaim>(pk);
    if (claim && claim.sub !== sub) throw taken('registered with another account');
    return claim || (await residents.save({ pk, revision: 0, sub } as DocumentClaim)) ? true : undefined;
  });
}

/** Somebody who was refused may try again; who registers once more with the same gets the answer that stands. */
function checkAgain(found: KeptResident | undefined, { documentKey, addressKey }: Keys): 'new' | 'known' {
  if (!found || found.status === 'refused') return 'new';
  if (found.documentKey === documentKey && found.addressKey === addressKey && found.status !== 'leaving')
    return 'known';
  throw new ResidentRegistered('You are registered with other details. Delete those first, and then register anew.');
}

/**
 * Registers somebody by their licence and address, of which keyed hashes alone are kept. The answer comes at once:
 * active where the city's address data has the address, and else in review by an operator.
 *
 * @throws DocumentTaken, ResidentRegistered, ItemContended
 */
export function registerResident(deps: Dependencies) {
  const { residents, addresses, pepper, clock } = deps;
  return async ({ sub, registration }: RegisterResident): Promise<HeldResident> => {
    const { address } = registration;
    const mac = await pepper.mac(`address/${plainAddress(address)}`);
    const documentKey = await documentHash(pepper, registration);
    const keys = { sub, documentKey, addressKey: Buffer.from(mac).toString('base64url') };
    const before = await residents.read<KeptResident>(residentKey(sub));
    checkAgain(before, keys);
    await claimDocument(keys, deps);
    const isAddressKnown = await addresses.has(address);
    const resident = await untilSaved(async () => {
      const found = await residents.read<KeptResident>(residentKey(sub));
      if (found && checkAgain(found, keys) === 'known') return found;
      const next = registered(found, { ...keys, isAddressKnown }, clock.now());
      return (await residents.save(next)) ? next : undefined;
    });
    await settleEntry(deps, resident);
    if (before && before.documentKey !== documentKey) await forgetClaim(before, deps);
    const { household } = await readWithHousehold(residents, sub);
    return held(resident, household);
  };
}

/** The licence with which they were refused is free again. */
async function forgetClaim({ sub, documentKey }: KeptResident, { residents }: Dependencies): Promise<void> {
  const claim = await residents.read<DocumentClaim>(documentKeyOf(documentKey));
  if (claim?.sub === sub) await residents.remove(claim);
}

export const handler = workflowHandler({
  command: RegisterResident,
  bind: () => {
    const { table, pepperKeyId } = identityEnv;
    const env = readEnv({ table, pepperKeyId, residents: residentsEnv.table });
    const client = documentClient();
    return registerResident({
      residents: dynamoResidents(client, env.residents),
      entries: dynamoEntries(client, env.table),
      addresses: dynamoAddresses(client, env.table),
      pepper: kmsPepper(env.pepperKeyId),
      clock: systemClock,
    });
  },
});
