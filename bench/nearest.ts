import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { walkMetres } from '../cities/walking.ts';
import { newBike } from '../functions/bikes/items/bike.ts';
import { newKiosk } from '../functions/bikes/items/station.ts';
import { lookUpNearest } from '../functions/bikes/stations/look-up-nearest.ts';
import { dynamoInventory, type Inventory, KIOSK_INDEX } from '../functions/bikes/store/inventory.ts';
import { systemClock } from '../seams/clock.ts';

/**
 * What is wanted: a kiosk has eight neighbours, so that a look is nine reads and eight queries, of which each costs some
 * two reads in one process; and that does not grow with the city.
 */
const READS_MAX = 30;
const KIOSKS = 2_000;
const BIKES_AT_EACH = 4;
const ROUNDS = 200;
const TABLE = 'bikes';

/** A city of so many kiosks on a grid of streets, 300 m from one to the next, every other one of them empty. */
function* city() {
  const width = Math.ceil(Math.sqrt(KIOSKS));
  const position = (index: number) => ({
    lat: 41 + Math.floor(index / width) * 0.0027,
    lon: -73 + (index % width) * 0.0036,
  });
  const around = (index: number) =>
    [-1, 1, -width, width, -width - 1, width + 1, -width + 1, width - 1]
      .map((step) => index + step)
      .filter((other) => other >= 0 && other < KIOSKS)
      .map((other) => ({ kioskId: `kiosk-${other}`, metres: walkMetres(position(index), position(other)), minutes: 4 }))
      .sort((a, b) => a.metres - b.metres);
  for (let index = 0; index < KIOSKS; index++) {
    const kioskId = `kiosk-${index}`;
    const neighbours = around(index);
    yield newKiosk({ kioskId, bays: 20, name: kioskId, position: position(index), neighbours });
    for (let bay = 1; bay <= (index % 2) * BIKES_AT_EACH; bay++) yield newBike(`bike-${index}-${bay}`, kioskId, bay);
  }
}

async function openInventory(client: DynamoDBDocumentClient): Promise<Inventory> {
  const string = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [string('pk'), string('kioskId'), string('state')],
      GlobalSecondaryIndexes: [
        {
          IndexName: KIOSK_INDEX,
          KeySchema: [
            { AttributeName: 'kioskId', KeyType: 'HASH' },
            { AttributeName: 'state', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  const items = [...city()];
  for (let start = 0; start < items.length; start += 25) {
    const puts = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [TABLE]: puts } }));
  }
  return dynamoInventory(client, TABLE);
}

/** Reads the whole table: what the nearest bikes would cost if kiosks did not know their neighbours. */
async function scan(client: DynamoDBDocumentClient): Promise<void> {
  for await (const _ of paginateScan({ client }, { TableName: TABLE }));
}

/** The median time of some work in milliseconds. */
async function median(work: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await work(round);
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
}

/** The nearest bikes among 2,000 kiosks, measured against one single read of an item in the same run. */
export async function nearestBikes(): Promise<string[]> {
  // The package has no types.
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const base = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials });
  const client = DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } });
  const inventory = await openInventory(client);
  const find = lookUpNearest({ inventory, clock: systemClock });
  const kioskId = (round: number) => `kiosk-${(round * 7) % KIOSKS}`;

  await median((round) => inventory.readKiosk(kioskId(round)));
  const read = await median((round) => inventory.readKiosk(kioskId(round)));
  const nearest = await median((round) => find({ kioskId: kioskId(round), want: 'bikes', count: 3 }));

  const startedAt = performance.now();
  await scan(client);
  const scanned = performance.now() - startedAt;

  base.destroy();
  server.closeAllConnections();
  server.close();
  const line = (what: string, ms: number) =>
    `  ${what.padEnd(52)}${ms.toFixed(2).padStart(7)} ms   ${(ms / read).toFixed(1)} single reads`;
  return [
    `Nearest bikes over ${KIOSKS} kiosks, medians; wanted: at most ${READS_MAX} single reads, and no scan`,
    line('one item read by its key', read),
    line('the nearest bikes: 1 kiosk, its 8 neighbours', nearest),
    line('for comparison: the table scanned once', scanned),
  ];
}
