import { type Clock, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { ServiceUnavailable } from '../shared/errors.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type AddressBook, dynamoAddressBook } from './address-book.ts';
import { type HeldResident, RegisterResident } from './contract.ts';
import { identityEnv, residentsEnv } from './env.ts';
import { kmsPeppers, type Peppers } from './keys.ts';
import { addressTexts } from './residence.ts';
import { held, type KeptResident, registered, residentKey } from './resident.ts';
import { dynamoResidents } from './resident-book.ts';
import { dynamoEntries } from './resident-entries.ts';
import { AddressUnusable, DocumentTaken, ResidentRegistered } from './resident-errors.ts';
import { addressHashes, documentHashes, lastingHash } from './rider-refs.ts';
import { type ResidentDependencies, readWithHousehold, settleEntry } from './settle-entry.ts';

interface Dependencies extends ResidentDependencies {
  addresses: AddressBook;
  peppers: Peppers;
  clock: Clock;
}

/** The keyed hashes of what somebody says, newest first. */
interface Keys {
  documents: string[];
  addresses: string[];
}

const TAKEN = {
  theCitys: "in the city's register already: you ride as a resident",
  anothers: 'registered with another account',
};
const taken = (by: keyof typeof TAKEN) =>
  new DocumentTaken(`This licence is ${TAKEN[by]}. Ask the city's office if it is yours.`);

/**
 * A licence belongs to whoever claims it first. Who is in the city's own register rides as a resident already, and the
 * city's office keeps that entry: it is nobody's who merely knows the number.
 */
async function claimDocument(sub: string, { documents }: Keys, { entries }: Dependencies): Promise<void> {
  const outcome = await entries.claim(sub, documents);
  if (outcome !== 'claimed') throw taken(outcome);
}

/** Somebody who was refused may try again; who registers once more with the same gets the answer that stands. */
function checkAgain(found: KeptResident | undefined, { documents, addresses }: Keys): 'new' | 'known' {
  if (!found || found.status === 'refused') return 'new';
  const isSame = documents.includes(found.documentKey) && addresses.includes(found.addressKey);
  if (isSame && found.status !== 'leaving') return 'known';
  throw new ResidentRegistered('You are registered with other details. Delete those first, and then register anew.');
}

/** The account as it stands from here on. What is kept of it is made of the oldest live pepper, as a visitor's party is. */
async function saveAccount(sub: string, keys: Keys, isAddressKnown: boolean, deps: Dependencies): Promise<void> {
  const { residents, entries, clock } = deps;
  const [documentKey, addressKey] = [lastingHash(keys.documents), lastingHash(keys.addresses)];
  await untilSaved(async () => {
    const found = await residents.read<KeptResident>(residentKey(sub));
    try {
      if (checkAgain(found, keys) === 'known') return true;
    } catch (error) {
      // The account has come to another licence meanwhile, and this one is free again.
      if (found && !keys.documents.includes(found.documentKey)) await entries.drop(sub, keys.documents);
      throw error;
    }
    const next = registered(found, { sub, documentKey, addressKey, isAddressKnown }, clock.now());
    return (await residents.save(next)) || undefined;
  });
}

/** Somebody else has come first while the claim was away: nothing is left of the account. */
async function withdraw(sub: string, { residents }: Dependencies): Promise<never> {
  await untilSaved(async () => {
    const account = await residents.read<KeptResident>(residentKey(sub));
    return !account || (await residents.remove(account)) || undefined;
  });
  throw taken('anothers');
}

/**
 * Registers somebody by their licence and address, of which keyed hashes alone are kept. The answer comes at once:
 * active where the city's address data has the address, and else in review by an operator.
 *
 * @throws AddressUnusable, DocumentTaken, ResidentRegistered, ItemContended
 */
export function registerResident(deps: Dependencies) {
  const { residents, entries, addresses, peppers } = deps;
  return async ({ sub, registration }: RegisterResident): Promise<HeldResident> => {
    const texts = addressTexts(registration.address);
    const [normal] = texts;
    if (normal === undefined) throw new AddressUnusable('The address must be a street address with a number.');
    const keys = {
      documents: await documentHashes(peppers, registration),
      addresses: await addressHashes(peppers, normal),
    };
    checkAgain(await residents.read<KeptResident>(residentKey(sub)), keys);
    await claimDocument(sub, keys, deps);
    await saveAccount(sub, keys, await addresses.has(texts), deps);
    const isTheirs = await settleEntry(deps, sub);
    const { resident, household } = await readWithHousehold(residents, sub);
    if (!resident || resident.status === 'leaving')
      throw new ServiceUnavailable('This registration was deleted meanwhile. Please try again.');
    if (!isTheirs) return withdraw(sub, deps);
    // The licence with which they were refused is free again.
    await entries.keepOnly(sub, keys.documents);
    return held(resident, household);
  };
}

export const handler = workflowHandler({
  command: RegisterResident,
  bind: () => {
    const { table, pepperKeyIds } = identityEnv;
    const env = readEnv({ table, pepperKeyIds, residents: residentsEnv.table });
    const client = documentClient();
    const peppers = kmsPeppers(env.pepperKeyIds);
    return registerResident({
      residents: dynamoResidents(client, env.residents),
      entries: dynamoEntries(client, env.table),
      addresses: dynamoAddressBook(client, env.table, { peppers, clock: systemClock }),
      peppers,
      clock: systemClock,
    });
  },
});
