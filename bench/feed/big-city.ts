import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { newBike } from '../../functions/bikes/items/bike.ts';
import { newKiosk } from '../../functions/bikes/items/station.ts';
import { instant, systemClock } from '../../seams/clock.ts';

/** As large as the largest systems of their kind: Citi Bike has about 1,900 stations and 33,000 bikes. */
export const KIOSKS = 2_000;
export const BIKES = 30_000;
const BAYS = 24;

export const kioskId = (index: number) => `kiosk-${String(index % KIOSKS).padStart(4, '0')}`;
const bikeId = (index: number) => `bike-${String(index).padStart(5, '0')}`;

/** The items of such a city, as a fleet's import makes them; its bikes are spread over the kiosks. */
function* items(): Generator<object> {
  const since = instant(systemClock.now());
  yield { pk: 'kiosks', revision: 1, ids: Array.from({ length: KIOSKS }, (_, index) => kioskId(index)) };
  for (let index = 0; index < KIOSKS; index++) {
    const position = { lat: 42.8 + (index % 50) / 500, lon: -77.3 + Math.floor(index / 50) / 500 };
    const kiosk = newKiosk({ kioskId: kioskId(index), bays: BAYS, name: `Corner ${index}`, position });
    yield { ...kiosk, revision: 1 };
  }
  for (let index = 0; index < BIKES; index++)
    yield { ...newBike(bikeId(index), kioskId(index), 1 + Math.floor(index / KIOSKS)), revision: 1, since };
}

/** The most that one call writes (DynamoDB API Reference, "BatchWriteItem"). */
const ITEMS_MAX = 25;

/** Puts a city into bikes' table. */
export async function fill(client: DynamoDBDocumentClient, table: string): Promise<void> {
  const write = async (part: object[]) => {
    const requests = part.map((item) => ({ PutRequest: { Item: item as Record<string, unknown> } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  };
  let part: object[] = [];
  for (const item of items()) {
    part.push(item);
    if (part.length < ITEMS_MAX) continue;
    await write(part);
    part = [];
  }
  if (part.length > 0) await write(part);
}
