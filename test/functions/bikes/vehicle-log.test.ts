import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Move } from '../../../functions/bikes/items/move.ts';
import { eventEntry } from '../../../functions/bikes/log/log-entry.ts';
import { nameUuid } from '../../../functions/bikes/log/name-uuid.ts';
import { VehicleEvent } from '../../../functions/bikes/log-contract.ts';
import { useDynamo } from '../dynamo.ts';
import { CITY, DAY, inShort, logbook } from './logbook.ts';
import { FAMILY, KIOSK, minute, POSITION, rentalId, type Town, town } from './town.ts';

const dynamo = useDynamo();

/** A ride from the market to the harbour. */
async function ride(city: Town, rental = 1, bikeId = 'market-1') {
  await city.reserve(rental);
  await city.taken(rental, 1, bikeId, minute(2));
  await city.docked(bikeId, 5, minute(20), 'harbour');
}

describe('the log of what happens to bikes', () => {
  it('tells of a ride in the words of MDS, with the kiosk and where it stands', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    const book = await logbook(dynamo, city);
    await ride(city);

    await book.hear(...city.told);

    const { events } = await book.day();
    expect(events.map(inShort)).toEqual([
      'market-1: reservation_start → reserved',
      'market-1: trip_start → on_trip',
      'market-1: trip_end → available',
    ]);
    for (const event of events) expect(VehicleEvent.parse(event)).toEqual(event);
    expect(events[1]).toMatchObject({ stop_id: KIOSK, timestamp: Date.parse(minute(2)) });
    expect(events[2]).toMatchObject({
      ...{ stop_id: 'harbour', stop_name: 'harbour', location: { lat: POSITION.lat, lng: POSITION.lon } },
      trip_ids: events[1]?.trip_ids,
      device_id: events[0]?.device_id,
    });
    expect(events[0]?.trip_ids).toBeUndefined();
  });

  it('has nothing of a rider in it, and no id from which a rental could be told', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    const book = await logbook(dynamo, city);
    await ride(city);
    await book.hear(...city.told);

    const kept = JSON.stringify([await book.day(), await book.log.read(`${DAY}T10`)]);

    expect(kept).toContain('trip_start');
    expect(kept).not.toContain(rentalId(1));
    expect(kept).not.toContain(FAMILY);
  });

  it.each([
    [
      'a reservation that is given up',
      async (city: Town) => {
        await city.reserve(1);
        await city.release(1, 1);
      },
      ['market-1: reservation_start → reserved', 'market-1: reservation_cancel → available'],
    ],
    [
      'a hand-over that jams for good',
      async (city: Town) => {
        await city.reserve(1);
        city.clock.set(minute(1));
        await city.giveUp(1, 1, 'HardwareFault');
      },
      ['market-1: reservation_start → reserved', 'market-1: reservation_cancel, maintenance → non_operational'],
    ],
    [
      'a bike that is swapped for the next',
      async (city: Town) => {
        await city.reserve(1);
        city.clock.set(minute(1));
        await city.swap(1, { bikeId: 'market-1', attempt: 1, reason: 'BikeMisplaced' });
      },
      [
        'market-1: reservation_start → reserved',
        'market-1: reservation_cancel, maintenance → non_operational',
        'market-2: reservation_start → reserved',
      ],
    ],
    [
      'a rider who takes another bike than the one that was fetched',
      async (city: Town) => {
        await city.reserve(1);
        await city.taken(1, 1, 'market-2', minute(2));
      },
      [
        'market-1: reservation_start → reserved',
        'market-1: reservation_cancel → available',
        'market-2: trip_start → on_trip',
      ],
    ],
    [
      'a rider who leaves with a second bike on the same place, and brings it back',
      async (city: Town) => {
        await city.reserve(1);
        await city.taken(1, 1, 'market-1', minute(2));
        await city.taken(1, 1, 'market-2', minute(3));
        await city.docked('market-2', 5, minute(9));
      },
      [
        'market-1: reservation_start → reserved',
        'market-1: trip_start → on_trip',
        'market-2: trip_start → on_trip',
        'market-2: comms_lost, not_located, located → available',
      ],
    ],
    [
      'two rentals that take one bike, with no return between',
      async (city: Town) => {
        await city.reserve(1);
        await city.taken(1, 1, 'market-1', minute(2));
        await city.taken(2, 1, 'market-1', minute(8));
        await city.docked('market-1', 5, minute(20), 'harbour');
      },
      [
        'market-1: reservation_start → reserved',
        'market-1: trip_start → on_trip',
        'market-1: comms_lost, comms_restored, trip_start → on_trip',
        'market-1: trip_end → available',
      ],
    ],
    [
      'a bike that waited for a party, and waits for its next reservation',
      async (city: Town) => {
        await city.hold(1);
        city.clock.set(minute(12));
        await city.hold(2);
      },
      [
        'market-1: reservation_start → reserved',
        'market-1: reservation_cancel → available',
        'market-1: reservation_start → reserved',
      ],
    ],
    [
      'a bike that never comes back, and is found',
      async (city: Town) => {
        await city.reserve(1);
        await city.taken(1, 1, 'market-1', minute(2));
        city.clock.set(minute(40));
        await city.missing(1);
        await city.docked('market-1', 5, minute(55));
      },
      [
        'market-1: reservation_start → reserved',
        'market-1: trip_start → on_trip',
        'market-1: comms_lost, not_located → missing',
        'market-1: located → available',
      ],
    ],
    [
      'a bike that stands somewhere else than it was thought to',
      async (city: Town) => city.docked('market-1', 5, minute(5), 'harbour'),
      ['market-1: comms_lost, not_located, located → available'],
    ],
    [
      'a bike that the van carries',
      async (city: Town) => {
        city.clock.set(minute(1));
        await city.change({ changeId: 'up', bikeId: 'market-1', event: 'rebalance_pick_up', to: 'removed' });
        city.clock.set(minute(9));
        const place = { kioskId: 'harbour', bay: 2 };
        await city.change({ changeId: 'down', bikeId: 'market-1', event: 'provider_drop_off', to: 'available', place });
      },
      ['market-1: rebalance_pick_up → removed', 'market-1: provider_drop_off → available'],
    ],
    [
      'a bike that the van has lost, and that a kiosk takes in',
      async (city: Town) => {
        await city.change({ changeId: 'up', bikeId: 'market-1', event: 'rebalance_pick_up', to: 'removed' });
        await city.docked('market-1', 5, minute(5), 'harbour');
      },
      ['market-1: rebalance_pick_up → removed', 'market-1: provider_drop_off → available'],
    ],
    [
      'a danger of which the rider tells on returning it',
      async (city: Town) => {
        await ride(city);
        await city.report(1, { bikeId: 'market-1', kioskId: 'harbour', part: 'brakes', at: minute(21) });
      },
      [
        'market-1: reservation_start → reserved',
        'market-1: trip_start → on_trip',
        'market-1: trip_end → available',
        'market-1: maintenance → non_operational',
      ],
    ],
    [
      'scratches, photos and bikes that are late, which change no state',
      async (city: Town) => {
        await city.reserve(1);
        await city.taken(1, 1, 'market-1', minute(2));
        await city.overdue(1);
        await city.report(1, { bikeId: 'market-1', part: 'saddle', at: minute(3) });
      },
      ['market-1: reservation_start → reserved', 'market-1: trip_start → on_trip'],
    ],
  ])('tells of %s', async (_, happen, expected) => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 });
    const book = await logbook(dynamo, city);
    await happen(city);

    await book.hear(...city.told);

    expect((await book.day()).events.map(inShort)).toEqual(expected);
  });

  it('says what has happened before as well, where nobody has told that', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    const book = await logbook(dynamo, city);
    await ride(city);

    await book.hear(city.told.at(-1));

    expect((await book.day()).events.map(inShort)).toEqual([
      'market-1: reservation_start → reserved',
      'market-1: trip_start → on_trip',
      'market-1: trip_end → available',
    ]);
  });

  it('has a trip from sensor to sensor of which a kiosk tells only when the bike is back and reserved again', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    const book = await logbook(dynamo, city);
    await city.reserve(1);
    await city.docked('market-1', 5, minute(20), 'harbour');
    city.clock.set(minute(25));
    await city.reserve(2, { kioskId: 'harbour' });
    await city.taken(1, 1, 'market-1', minute(2));

    await book.hear(...city.told);

    const { events, trips } = await book.day();
    expect(events.map(inShort)).toEqual([
      'market-1: reservation_start → reserved',
      'market-1: comms_lost, not_located, located → available',
      'market-1: reservation_start → reserved',
    ]);
    expect(trips).toMatchObject([
      { point: 'start', timestamp: Date.parse(minute(2)), stop_id: KIOSK },
      { point: 'end', timestamp: Date.parse(minute(20)), stop_id: 'harbour' },
    ]);
    expect(trips[1]?.trip_id).toBe(trips[0]?.trip_id);
  });

  it("keeps the order in which a bike's record has changed, where a clock says another", async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    const book = await logbook(dynamo, city);
    city.clock.set(minute(10));
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(7));

    await book.hear(...city.told);

    const { events, trips } = await book.day();
    expect(events.map(({ event_types, timestamp }) => [event_types[0], timestamp])).toEqual([
      ['reservation_start', Date.parse(minute(10))],
      ['trip_start', Date.parse(minute(10)) + 1],
    ]);
    expect(trips).toMatchObject([{ point: 'start', timestamp: Date.parse(minute(7)) }]);
  });

  it('has no end of a trip that nobody saw end, and the end that an operator has seen', async () => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 });
    const book = await logbook(dynamo, city);
    await city.reserve(1, { bikes: 2 });
    await city.taken(1, 1, 'market-1', minute(2));
    await city.taken(1, 2, 'market-2', minute(3));
    city.clock.set(minute(40));
    await city.endRide(1, { changeId: 'seen', endedAt: minute(30), place: { kioskId: 'harbour', bay: 2 } });
    await city.docked('market-2', 5, minute(35), 'harbour');
    await city.reserve(2, { kioskId: 'harbour' });
    await city.endRide(1, { changeId: 'unseen', endedAt: minute(33) }, 2).catch(() => undefined);

    await book.hear(...city.told);

    const { trips } = await book.day();
    expect(trips.map(({ vehicle_id, point, stop_id }) => [vehicle_id, point, stop_id])).toEqual([
      ['market-1', 'start', KIOSK],
      ['market-2', 'start', KIOSK],
      ['market-1', 'end', 'harbour'],
      ['market-2', 'end', 'harbour'],
    ]);
  });

  it('is the same in whatever order, and however often, its events are told', async () => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 });
    await ride(city);
    await city.reserve(2);
    await city.giveUp(2, 1, 'HardwareFault');
    const whole = await logbook(dynamo, city);
    await whole.hear(...city.told);
    const expected = await whole.day();
    const shuffled = fc.shuffledSubarray([...city.told, ...city.told], { minLength: city.told.length * 2 });

    await fc.assert(
      fc.asyncProperty(shuffled, async (told) => {
        const book = await logbook(dynamo, city);

        await book.hear(...told);

        expect(await book.day()).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });

  it('keeps an event as it was written first, though its kiosk has moved since', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    const book = await logbook(dynamo, city);
    await ride(city);
    await book.hear(...city.told);
    const before = await book.day();
    const kiosk = await city.inventory.readKiosk('harbour');
    if (kiosk) await city.inventory.save({ ...kiosk, name: 'New Harbour', position: { lat: 1, lon: 1 } });
    city.clock.set(minute(55));

    await book.hear(...city.told);

    expect(await book.day()).toEqual(before);
  });

  it('tells a day in pages, each event once, and nothing of the days beside it', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    const book = await logbook(dynamo, city);
    const inside = [`${DAY}T00:00:00.000Z`, `${DAY}T11:30:00.000Z`, `${DAY}T23:59:59.999Z`];
    const times = [...inside, '2026-04-30T23:59:59.999Z', '2026-05-02T00:00:00.000Z'];

    for (const [revision, at] of times.toReversed().entries()) {
      const move: Move = { revision, at, types: ['maintenance'], state: 'available' };
      await book.log.append(eventEntry(CITY, 'market-1', move, undefined, 0));
    }

    const { events } = await book.day();
    expect(events.map(({ timestamp }) => new Date(timestamp).toISOString())).toEqual(inside);
    expect((await book.day('2026-05-02')).events).toHaveLength(1);
    expect((await book.day('2026-05-03')).events).toEqual([]);
  });

  it('knows by whose fare a trip was priced, under the id of the trip', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    const book = await logbook(dynamo, city);
    await ride(city);
    const receipt = { kind: 'visitor', lines: [{ ...LINE, startedAt: minute(2), endedAt: minute(20) }] };
    const priced = { type: 'PaymentCaptured', rentalId: rentalId(1), receipt };

    await book.hear(...city.told, priced, priced);

    const { events, fares } = await book.day();
    expect(fares).toEqual([{ trip_id: events[1]?.trip_ids?.[0], fare: 'visitor' }]);
    expect(fares[0]?.trip_id).toBeDefined();
  });
});

const LINE = {
  ...{ slot: 1, bikeId: 'market-1', isMissing: false, minutes: 18 },
  ...{ freeMinutes: 0, graceMinutes: 0, amount: 370 },
};

describe('a UUID made of names', () => {
  it('is one of version 5 by RFC 9562, the same each time, and another for other names', () => {
    const made = nameUuid('havenbrook', 'event', 1);

    expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(nameUuid('havenbrook', 'event', 1)).toBe(made);
    expect(nameUuid('havenbrook', 'event', 2)).not.toBe(made);
  });
});
