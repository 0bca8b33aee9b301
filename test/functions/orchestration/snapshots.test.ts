import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { KiosksExported, type RentalOutcome, RentalsExported } from '../../../functions/orchestration/contract.ts';
import { dynamoKioskList, exportKiosks } from '../../../functions/orchestration/export-kiosks.ts';
import { exportRentals } from '../../../functions/orchestration/export-rentals.ts';
import { observe } from '../../../functions/orchestration/observation.ts';
import { dynamoRentals, type Rental } from '../../../functions/orchestration/rental-store.ts';
import { keptUntil } from '../../../functions/shared/retention.ts';
import { useDynamo } from '../dynamo.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { at, bikeEvent, execution, handedOver, RENTAL_ARN, RENTAL_ID } from './rental-news.ts';

const dynamo = useDynamo();

describe('exporting kiosks', () => {
  it('answers each once, in the same groups of twenty each time', async () => {
    const table = await createKeyedTable(dynamo.client, 'kioskId');
    const ids = Array.from({ length: 45 }, (_, index) => `kiosk-${index + 10}`);
    for (const kioskId of ids.toReversed())
      await dynamo.client.send(new PutCommand({ TableName: table, Item: { kioskId, thing: kioskId } }));
    const ask = exportKiosks({ kiosks: dynamoKioskList(dynamo.client, table) });

    const { shards } = KiosksExported.parse(await ask());

    expect(shards.map(({ kioskIds }) => kioskIds.length)).toEqual([20, 20, 5]);
    expect(shards.flatMap(({ kioskIds }) => kioskIds)).toEqual(ids);
    expect(await ask()).toEqual({ shards });
  });

  it('answers no group where there is no kiosk', async () => {
    const table = await createKeyedTable(dynamo.client, 'kioskId');

    expect(await exportKiosks({ kiosks: dynamoKioskList(dynamo.client, table) })()).toEqual({ shards: [] });
  });
});

/** A rental of which this was told. */
async function exported(...news: unknown[]) {
  const table = await createKeyedTable(dynamo.client, 'rentalId');
  const rentals = dynamoRentals(dynamo.client, table);
  const asked = { rentalId: RENTAL_ID, kioskId: 'harbour', sessionId: 'session', bodyHash: 'hash', bikes: 2 };
  const rider = {
    riderRef: 'rider_0123456789abcdef',
    partyRef: 'party_0123456789abcdef',
    partyLimit: 3,
    kind: 'resident',
  } as const;
  const rental: Rental = {
    ...asked,
    ...rider,
    requestedAt: at(0),
    ttl: keptUntil(0, 'rental'),
    started: true,
    seen: {},
  };
  await rentals.claim(rental);
  for (const one of news) {
    const observed = observe(one, RENTAL_ARN);
    if (observed) await rentals.see(RENTAL_ID, observed.key, observed.observation);
  }
  const other = '99999999-9999-4999-8999-999999999999';
  return RentalsExported.parse(await exportRentals({ rentals })({ rentalIds: [RENTAL_ID, other] }));
}

const taken = bikeEvent('TripStarted', 1, 7);
const returned = bikeEvent('TripEnded', 1, 90);
const refused: RentalOutcome = { outcome: 'refused', bikes: [], reason: 'BikeUnavailable' };

describe('exporting rentals', () => {
  it.each([
    ['requested', 0, 0, 'nothing was seen of it', []],
    ['open', 0, 1, 'a bike is reserved', [bikeEvent('BikeReserved', 1, 1)]],
    ['open', 1, 7, 'a bike is on its trip', [taken, execution('SUCCEEDED', handedOver(1))]],
    ['open', 1, 7, 'it failed after a bike was taken', [taken, execution('FAILED')]],
    ['ended', 0, 0, 'it was refused', [execution('SUCCEEDED', refused)]],
    ['ended', 0, 3, 'it failed before a bike was taken', [bikeEvent('BikeReserved', 1, 3), execution('TIMED_OUT')]],
    ['ended', 1, 90, 'what was taken is back', [taken, execution('SUCCEEDED', handedOver(1)), returned]],
  ] as const)('says "%s", %i taken, changed in second %i, where %s', async (status, bikesTaken, second, _, news) => {
    const { rentals } = await exported(...news);

    expect(rentals).toEqual([{ rentalId: RENTAL_ID, status, bikesTaken, changedAt: at(second) }]);
  });

  it('says nothing of riders', async () => {
    expect(JSON.stringify(await exported(taken))).not.toMatch(/rider_|party_|session/);
  });
});
