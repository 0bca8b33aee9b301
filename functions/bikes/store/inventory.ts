import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type ItemStore, itemStore, saveInOrder } from '../../shared/table.ts';
import { type Bike, bikeKey } from '../items/bike.ts';
import { type KeptReport, reportKey } from '../items/damage.ts';
import { newParty, type Party, partyKey } from '../items/party.ts';
import { type Reservation, reservationKey } from '../items/reservation.ts';
import { type Kiosk, kioskKey, type Standing } from '../items/station.ts';

/**
 * Bikes' table. All reads are consistent but `listStanding`, which reads the index of a kiosk and may be behind.
 *
 * Reservation, party and bike are three items that change together, without a transaction. What makes that safe:
 * read all that will be written, write the reservation first, then the party, the bike last, each only where it is
 * as it was read. The reservation is the one that decides. Whoever has written it last has everybody slower fail
 * at the party or the bike, whose revisions have moved on; so these are written even where nothing about them
 * changes. And a bike that says it is reserved or gone shows that all before it was written.
 */
export interface Inventory {
  readBike(bikeId: string): Promise<Bike | undefined>;
  readParty(partyRef: string): Promise<Party>;
  readReservation(hold: string): Promise<Reservation | undefined>;
  readReport(reportId: string): Promise<KeptReport | undefined>;
  readKiosk(kioskId: string): Promise<Kiosk | undefined>;
  /** Saves in the given order, each item by one conditional write; false at the first that somebody has changed. */
  save(...items: (Bike | Party | Reservation | Kiosk | KeptReport)[]): Promise<boolean>;
  /** The bikes at a kiosk, by bay. */
  listStanding(kioskId: string): Promise<Standing[]>;
}

/** Partition key `kioskId`, sort key `state`: bikes only, and only those that stand somewhere. */
export const KIOSK_INDEX = 'byKiosk';

function standingQuery(table: string, kioskId: string) {
  const fields = ['bikeId', 'bay', 'state', 'hold', 'since'];
  return {
    TableName: table,
    IndexName: KIOSK_INDEX,
    KeyConditionExpression: '#kioskId = :kioskId',
    ProjectionExpression: fields.map((field) => `#${field}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(['kioskId', ...fields].map((field) => [`#${field}`, field])),
    ExpressionAttributeValues: { ':kioskId': kioskId },
  };
}

export function dynamoInventory(
  client: DynamoDBDocumentClient,
  table: string,
  items: ItemStore = itemStore(client, table),
): Inventory {
  return {
    readBike: (bikeId) => items.read<Bike>(bikeKey(bikeId)),
    readParty: async (partyRef) => (await items.read<Party>(partyKey(partyRef))) ?? newParty(partyRef),
    readReservation: (hold) => items.read<Reservation>(reservationKey(hold)),
    readReport: (reportId) => items.read<KeptReport>(reportKey(reportId)),
    readKiosk: (kioskId) => items.read<Kiosk>(kioskKey(kioskId)),
    save: (...changed) => saveInOrder(items, changed),
    async listStanding(kioskId) {
      const query = standingQuery(table, kioskId);
      const found: Standing[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const page = await client.send(new QueryCommand({ ...query, ExclusiveStartKey: from }));
        found.push(...((page.Items ?? []) as Standing[]));
        from = page.LastEvaluatedKey;
      } while (from);
      return found.sort((a, b) => a.bay - b.bay || a.bikeId.localeCompare(b.bikeId));
    },
  };
}

/** The bikes that are known to the inventory among those with the given ids. */
export async function readBikes(inventory: Inventory, ...bikeIds: (string | undefined)[]): Promise<Bike[]> {
  const named = bikeIds.filter((bikeId) => bikeId !== undefined);
  const bikes = await Promise.all(named.map((bikeId) => inventory.readBike(bikeId)));
  return bikes.filter((bike) => bike !== undefined);
}

/** The reservations that there are of the given holds. */
export async function readReservations(inventory: Inventory, holds: string[]): Promise<Reservation[]> {
  const found = await Promise.all([...new Set(holds)].map((hold) => inventory.readReservation(hold)));
  return found.filter((reservation) => reservation !== undefined);
}

/** The bikes at a kiosk. The index may not show yet what has just changed, so those bikes are read themselves. */
export async function standingNow(inventory: Inventory, kioskId: string, changed: string[]): Promise<Standing[]> {
  const listed = await inventory.listStanding(kioskId);
  const fresh = await readBikes(inventory, ...changed);
  const here = fresh.filter((bike) => bike.kioskId === kioskId);
  return [
    ...listed.filter(({ bikeId }) => !changed.includes(bikeId)),
    ...here.map(({ bikeId, bay = 0, state, hold, since }) => ({ bikeId, bay, state, hold, since })),
  ];
}
