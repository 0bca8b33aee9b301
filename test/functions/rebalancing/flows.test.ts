import { describe, expect, it } from '@jest/globals';
import type { BikeEvent } from '../../../functions/bikes/contract.ts';
import { dynamoFlows, HOUR_INDEX } from '../../../functions/rebalancing/flow-store.ts';
import { followTrips } from '../../../functions/rebalancing/follow-trips.ts';
import { listMoves } from '../../../functions/rebalancing/list-moves.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';
import { station } from './moves.ts';

const dynamo = useDynamo();
const RENTAL = '11111111-1111-4111-8111-11111111111';

/** Rebalancing at twenty past nine, on a table of its own. */
async function setUp() {
  const table = await dynamo.createTable({ name: HOUR_INDEX, partitionKey: 'hour', sortKey: 'kioskId' });
  const flows = dynamoFlows(dynamo.client, table);
  const clock = standingClock('2026-05-04T09:20:00.000Z');
  const follow = followTrips({ flows, clock });
  const happened = (type: BikeEvent['type'], at: string, kioskId: string, rental: number) =>
    follow({
      type,
      at: `2026-05-04T${at}:00.000Z`,
      kioskId,
      bikeId: 'b-1',
      bay: 1,
      rentalId: `${RENTAL}${rental}`,
      slot: 1,
    });
  return { flows, clock, happened, list: listMoves({ flows, clock, vanHolds: 10 }) };
}

describe('the flow of a city', () => {
  it('is who came and who went, by kiosk and hour', async () => {
    const { happened, flows } = await setUp();
    await happened('TripStarted', '08:59', 'market', 1);
    await happened('TripStarted', '09:01', 'market', 2);
    await happened('TripStarted', '09:05', 'market', 3);
    await happened('TripEnded', '09:15', 'harbour', 2);

    expect(await flows.ofHour('2026-05-04T09')).toEqual(
      expect.arrayContaining([
        ['market', { arrivals: 0, departures: 2 }],
        ['harbour', { arrivals: 1, departures: 0 }],
      ]),
    );
    expect(await flows.ofHour('2026-05-04T08')).toEqual([['market', { arrivals: 0, departures: 1 }]]);
    expect(await flows.ofHour('2026-05-04T07')).toEqual([]);
  });

  it('counts a trip once, however often and late it is told', async () => {
    const { happened, flows } = await setUp();

    for (let times = 0; times < 3; times++) await happened('TripStarted', '09:01', 'market', 1);

    expect(await flows.ofHour('2026-05-04T09')).toEqual([['market', { arrivals: 0, departures: 1 }]]);
  });

  it('is of trips alone', async () => {
    const { happened, flows } = await setUp();

    await happened('BikeReserved', '09:01', 'market', 1);

    expect(await flows.ofHour('2026-05-04T09')).toEqual([]);
  });
});

describe('listing moves', () => {
  it('goes by what stands there now and by the flow of the last hours', async () => {
    const { happened, list } = await setUp();
    for (let rental = 1; rental <= 7; rental++) await happened('TripStarted', '08:30', 'market', rental);
    await happened('TripStarted', '06:59', 'harbour', 8);

    const listed = await list({ stations: [station('market', 10, 3, 0), station('harbour', 20, 18, 5)] });

    // Seven in two hours and a third are three an hour: three bikes last one.
    expect(listed).toEqual({
      asOf: '2026-05-04T09:20:00.000Z',
      moves: [
        {
          from: { kioskId: 'harbour', name: 'HARBOUR' },
          to: { kioskId: 'market', name: 'MARKET' },
          ...{ bikes: 7, by: '2026-05-04T10:20:00.000Z', why: 'runsEmpty' },
        },
      ],
    });
  });

  it('is quick and finds something for a city of 2,000 kiosks', async () => {
    const { list } = await setUp();
    const stations = Array.from({ length: 2_000 }, (_, index) =>
      station(`kiosk-${index}`, 20, (index * 7) % 21, (index * 37) % 2_000),
    );

    const { moves } = await list({ stations });

    expect(moves).toHaveLength(40);
  });
});
