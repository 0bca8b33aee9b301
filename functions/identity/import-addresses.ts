import { type Clock, instant, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type AddressBook, dynamoAddressBook } from './address-book.ts';
import { type AddressesImported, ImportAddresses } from './contract.ts';
import { identityEnv } from './env.ts';
import { kmsPeppers } from './keys.ts';
import { addressTexts } from './residence.ts';

/**
 * Takes a part of the city's addresses into an edition of the address book; the first part begins one, and the last,
 * which says so, puts it in force. Until then the former edition holds as well, so that nobody becomes a visitor while
 * an import runs, or because one broke off.
 */
export function importAddresses({ book, clock }: { book: AddressBook; clock: Clock }) {
  return async ({ points, edition = instant(clock.now()), isLast }: ImportAddresses): Promise<AddressesImported> => {
    const known = points.map(addressTexts).filter((texts) => texts.length > 0);
    await book.add(known.flat(), edition);
    if (isLast) await book.publish(edition);
    return { edition, addresses: known.length, unusable: points.length - known.length };
  };
}

export const handler = workflowHandler({
  command: ImportAddresses,
  bind: () => {
    const { table, pepperKeyIds } = identityEnv;
    const env = readEnv({ table, pepperKeyIds });
    const keys = { peppers: kmsPeppers(env.pepperKeyIds), clock: systemClock };
    return importAddresses({ book: dynamoAddressBook(documentClient(), env.table, keys), clock: systemClock });
  },
});
