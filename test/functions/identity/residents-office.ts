import { type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { addHouseholdMember } from '../../../functions/identity/add-household-member.ts';
import { dynamoAddressBook } from '../../../functions/identity/address-book.ts';
import type { HomeAddress } from '../../../functions/identity/contract.ts';
import { deleteResident } from '../../../functions/identity/delete-resident.ts';
import { findResident } from '../../../functions/identity/find-resident.ts';
import { inviteHouseholdMember } from '../../../functions/identity/invite-household-member.ts';
import type { Peppers } from '../../../functions/identity/keys.ts';
import { listReviews } from '../../../functions/identity/list-reviews.ts';
import { readResident } from '../../../functions/identity/read-resident.ts';
import { registerResident } from '../../../functions/identity/register-resident.ts';
import { dynamoRegistry } from '../../../functions/identity/registry.ts';
import { removeHouseholdMember } from '../../../functions/identity/remove-household-member.ts';
import { addressTexts } from '../../../functions/identity/residence.ts';
import { dynamoResidents, type ResidentBook } from '../../../functions/identity/resident-book.ts';
import { dynamoEntries, type ResidentEntries } from '../../../functions/identity/resident-entries.ts';
import { reviewResident } from '../../../functions/identity/review-resident.ts';
import { documentHash, documentHashes } from '../../../functions/identity/rider-refs.ts';
import { systemRandom } from '../../../seams/random.ts';
import { virtualClock } from '../../local/virtual-clock.ts';
import type { Dynamo } from '../dynamo.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { testPepper } from './identity-keys.ts';

export const HOME: HomeAddress = { street: '5 Lantern Street', city: 'Havenbrook', state: 'NY', postalCode: '14400' };
export const ELSEWHERE: HomeAddress = { ...HOME, street: '77 Nowhere Road' };
const IIN = '636001';
const EDITION = '2026-05-01T00:00:00.000Z';

/** What a test may put between the handlers and the tables. */
export interface Wrap {
  residents?: (book: ResidentBook) => ResidentBook;
  entries?: (entries: ResidentEntries) => ResidentEntries;
  /** Every single call to the tables. */
  call?: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
}

/** The residents' service on real tables; the city's address data has `HOME` alone. */
export async function openOffice(dynamo: Dynamo, wrap: Wrap = {}, first: Peppers = [testPepper()]) {
  const identityTable = await createKeyedTable(dynamo.client, 'id');
  const residentsTable = await dynamo.createTable({
    ...{ name: 'byStatus', partitionKey: 'status', sortKey: 'registeredAt' },
  });
  const { call = (work) => work() } = wrap;
  const client = {
    send: (command: object) => call(() => dynamo.client.send(command as never)),
  } as unknown as DynamoDBDocumentClient;
  const clock = virtualClock(Date.UTC(2026, 4, 2, 9));
  const residents = (wrap.residents ?? ((book) => book))(dynamoResidents(client, residentsTable));
  const entries = (wrap.entries ?? ((kept) => kept))(dynamoEntries(client, identityTable));
  const registry = dynamoRegistry(client, identityTable);
  const deps = { residents, entries, clock, random: systemRandom };
  /** What hashes, as it is deployed with these peppers. */
  const deploy = (peppers: Peppers) => {
    const addresses = dynamoAddressBook(client, identityTable, { peppers, clock });
    const register = registerResident({ ...deps, addresses, peppers });
    return {
      register: (sub: string, number: string, address = HOME) =>
        register({ sub, registration: { iin: IIN, number, address, consentVersion: '2026-05' } }),
      /** What a scan of this licence finds. */
      scan: async (number: string) => findResident(registry, await documentHashes(peppers, { iin: IIN, number })),
      importAddresses: async () => {
        await addresses.add(addressTexts(HOME), EDITION);
        await addresses.publish(EDITION);
      },
    };
  };
  const deployed = deploy(first);
  await deployed.importAddresses();
  const kept = async (table: string) =>
    (await dynamo.client.send(new ScanCommand({ TableName: table, ConsistentRead: true }))).Items ?? [];
  return {
    ...deployed,
    ...{ deploy, clock, registry, entries },
    read: readResident(deps),
    delete: deleteResident(deps),
    invite: inviteHouseholdMember(deps),
    join: addHouseholdMember(deps),
    leave: removeHouseholdMember(deps),
    review: reviewResident(deps),
    reviews: listReviews(deps),
    hash: (number: string) => documentHash(first[0], { iin: IIN, number }),
    /** Puts an item into identity's table, as a request that broke off may have left it. */
    plant: (Item: Record<string, unknown>) => dynamo.client.send(new PutCommand({ TableName: identityTable, Item })),
    /** Everything that both tables hold, but for the address data. */
    everything: async () => {
      const items = [...(await kept(identityTable)), ...(await kept(residentsTable))];
      return items.filter(({ id }) => !String(id).startsWith('address'));
    },
  };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;
