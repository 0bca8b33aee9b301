import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { addHouseholdMember } from '../../../functions/identity/add-household-member.ts';
import type { HomeAddress } from '../../../functions/identity/contract.ts';
import { deleteResident } from '../../../functions/identity/delete-resident.ts';
import { inviteHouseholdMember } from '../../../functions/identity/invite-household-member.ts';
import { listReviews } from '../../../functions/identity/list-reviews.ts';
import { dynamoAddresses } from '../../../functions/identity/open-addresses.ts';
import { readResident } from '../../../functions/identity/read-resident.ts';
import { registerResident } from '../../../functions/identity/register-resident.ts';
import { dynamoRegistry } from '../../../functions/identity/registry.ts';
import { removeHouseholdMember } from '../../../functions/identity/remove-household-member.ts';
import { dynamoResidents, type ResidentBook } from '../../../functions/identity/resident-book.ts';
import { dynamoEntries, type ResidentEntries } from '../../../functions/identity/resident-entries.ts';
import { reviewResident } from '../../../functions/identity/review-resident.ts';
import { documentHash } from '../../../functions/identity/rider-refs.ts';
import { systemRandom } from '../../../seams/random.ts';
import { virtualClock } from '../../local/virtual-clock.ts';
import type { Dynamo } from '../dynamo.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { testPepper } from './identity-keys.ts';

export const HOME: HomeAddress = { street: '5 Lantern Street', city: 'Havenbrook', state: 'NY', postalCode: '14400' };
export const ELSEWHERE: HomeAddress = { ...HOME, street: '77 Nowhere Road' };
const IIN = '636001';

/** What a test may put between the handlers and the tables. */
export interface Wrap {
  residents?: (book: ResidentBook) => ResidentBook;
  entries?: (entries: ResidentEntries) => ResidentEntries;
}

/** The residents' service on real tables; the city's address data has `HOME` alone. */
export async function openOffice(dynamo: Dynamo, wrap: Wrap = {}) {
  const identityTable = await createKeyedTable(dynamo.client, 'id');
  const residentsTable = await dynamo.createTable({
    ...{ name: 'byStatus', partitionKey: 'status', sortKey: 'registeredAt' },
  });
  const clock = virtualClock(Date.UTC(2026, 4, 2, 9));
  const pepper = testPepper();
  const addresses = dynamoAddresses(dynamo.client, identityTable);
  await addresses.keep(HOME);
  const residents = (wrap.residents ?? ((book) => book))(dynamoResidents(dynamo.client, residentsTable));
  const entries = (wrap.entries ?? ((kept) => kept))(dynamoEntries(dynamo.client, identityTable));
  const deps = { residents, entries, addresses, pepper, clock, random: systemRandom };
  const registry = dynamoRegistry(dynamo.client, identityTable);
  const register = registerResident(deps);
  const kept = async (table: string) =>
    (await dynamo.client.send(new ScanCommand({ TableName: table, ConsistentRead: true }))).Items ?? [];
  return {
    clock,
    registry,
    register: (sub: string, number: string, address = HOME) =>
      register({ sub, registration: { iin: IIN, number, address, consentVersion: '2026-05' } }),
    read: readResident(deps),
    delete: deleteResident(deps),
    invite: inviteHouseholdMember(deps),
    join: addHouseholdMember(deps),
    leave: removeHouseholdMember(deps),
    review: reviewResident(deps),
    reviews: listReviews(deps),
    /** What a scan of this licence finds. */
    scan: async (number: string) => registry.findResident(await documentHash(pepper, { iin: IIN, number })),
    hash: (number: string) => documentHash(pepper, { iin: IIN, number }),
    /** Everything that both tables hold, but for the address data. */
    everything: async () => {
      const items = [...(await kept(identityTable)), ...(await kept(residentsTable))];
      return items.filter(({ id }) => !String(id).startsWith('address/'));
    },
  };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;
