import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import type { BikesReserved } from '../../../functions/bikes/contract.ts';
import type { Bike } from '../../../functions/bikes/items/bike.ts';
import { type Party, partyKey } from '../../../functions/bikes/items/party.ts';
import type { Versioned } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { FAMILY, holdBy, KIOSK, minute, type Town, town } from './town.ts';

const dynamo = useDynamo();

/** Each run makes some hundred calls to the database. */
const RUNS = { numRuns: 25 };
jest.setTimeout(120_000);
const BIKES = 3;
const LIMIT = 2;
const OTHERS = 'household_fedcba9876543210';

/** Throws as soon as a party has more places than its limit. */
function checkParty(item: Versioned): void {
  if (!item.pk.startsWith(partyKey(''))) return;
  const { out } = item as Party;
  if (out.length > LIMIT) throw new Error(`The party has ${out.length} bikes out, of ${LIMIT}.`);
}

async function bikesOf(city: Town, ids = [1, 2, 3].map((number) => `${KIOSK}-${number}`)): Promise<Bike[]> {
  const bikes = await Promise.all(ids.map((bikeId) => city.inventory.readBike(bikeId)));
  return bikes.filter((bike) => bike !== undefined);
}

/** All that a rider or an operator could tell apart: not how often an item was written. */
async function visibleState(city: Town, rentals: number[]): Promise<unknown> {
  const reservations = rentals.flatMap((rental) =>
    [1, 2].map((slot) => city.inventory.readReservation(holdBy(rental, slot))),
  );
  const bikeIds = rentals.map((rental) => `stand-${rental}-1`);
  const parties = [FAMILY, OTHERS].map((ref) => city.inventory.readParty(ref));
  const items = [
    ...(await bikesOf(city, bikeIds)),
    ...(await Promise.all(parties)),
    ...(await Promise.all(reservations)),
  ];
  return items.map((item) => item && { ...item, revision: 0 });
}

const asked = fc.array(fc.record({ bikes: fc.integer({ min: 1, max: 3 }), isFamily: fc.boolean() }), {
  minLength: 2,
  maxLength: 4,
});

describe('rentals that race for bikes', () => {
  it('never share a bike, never exceed the limit of their party, and answer what they hold', async () => {
    await fc.assert(
      fc.asyncProperty(asked, chances(8), async (rentals, chosen) => {
        const interleaving = new Interleaving(chosen, checkParty);
        const city = await town(dynamo, { [KIOSK]: BIKES }, interleaving);

        const results = await interleaving.run(
          rentals.map(({ bikes, isFamily }, rental) => () => {
            const partyRef = isFamily ? FAMILY : OTHERS;
            return retried(() => city.reserve(rental, { bikes, partyRef, partyLimit: LIMIT }));
          }),
        );

        const holds = new Map((await bikesOf(city)).map(({ bikeId, hold }) => [bikeId, hold]));
        for (const [rental, result] of results.entries()) {
          if (result.status === 'rejected') {
            expect(['BikeUnavailable', 'PartyLimitReached', 'Injected']).toContain(result.reason.name);
            continue;
          }
          for (const { bikeId, slot } of (result.value as BikesReserved).bikes)
            expect(holds.get(bikeId)).toBe(holdBy(rental, slot));
        }
        const held = [...holds.values()].filter((hold) => hold !== undefined);
        expect(new Set(held).size).toBe(held.length);
      }),
      RUNS,
    );
  });

  it('leave nothing behind once they are released, whatever failed and however late a retry comes', async () => {
    await fc.assert(
      fc.asyncProperty(asked, chances(4), async (rentals, chosen) => {
        const interleaving = new Interleaving(chosen, checkParty);
        const city = await town(dynamo, { [KIOSK]: BIKES }, interleaving);
        const all = [1, 2, 3];

        await interleaving.run(
          rentals.flatMap(({ bikes }, rental) => {
            const reserve = () => retried(() => city.reserve(rental, { bikes, partyLimit: LIMIT }));
            return [reserve, reserve, () => retried(() => city.release(rental, ...all), 50)];
          }),
        );

        for (const bike of await bikesOf(city)) expect(bike).toMatchObject({ state: 'available', kioskId: KIOSK });
        expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
      }),
      RUNS,
    );
  });

  it('hold one bike for each place when the same command runs twice at once', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen, checkParty);
        const city = await town(dynamo, { [KIOSK]: BIKES }, interleaving);
        const reserve = () => retried(() => city.reserve(1, { bikes: 1, partyLimit: LIMIT }), 50);
        const rival = async () => {
          await retried(() => city.reserve(2, { partyRef: OTHERS }), 50);
          await retried(() => city.release(2, 1), 50);
        };

        const [first, second] = await interleaving.run([reserve, reserve, reserve, rival]);

        const held = (await bikesOf(city)).filter(({ hold }) => hold !== undefined);
        expect(held).toMatchObject([{ state: 'reserved', hold: holdBy(1) }]);
        expect(second).toEqual(first);
      }),
      RUNS,
    );
  });
});

describe('facts that race with commands', () => {
  it('put a taken bike on its trip and take in one that came back, however they meet a release', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), chances(5), async (isDocked, chosen) => {
        const interleaving = new Interleaving(chosen);
        const city = await town(dynamo, { [KIOSK]: BIKES, harbour: 0 }, interleaving);
        const bikeId = `${KIOSK}-1`;
        const taken = () => retried(() => city.taken(1, 1, bikeId, minute(10)), 50);
        const docked = () => retried(() => city.docked(bikeId, 5, minute(20), 'harbour'), 50);
        const started = () => retried(() => city.start(1, 1, bikeId, minute(10)), 50).catch(() => undefined);
        const released = () => retried(() => city.release(1, 1), 50);
        const isBack = isDocked ? [docked, docked] : [];

        await interleaving.run([() => retried(() => city.reserve(1), 50)]);
        await interleaving.run([taken, taken, started, released, ...isBack]);

        const out = (await city.inventory.readParty(FAMILY)).out;
        const bike = await city.bike(bikeId);
        expect(out).toEqual(isDocked ? [] : [holdBy(1)]);
        if (isDocked) expect(bike).toEqual({ state: 'available', hold: undefined, kioskId: 'harbour' });
        else expect(bike).toEqual({ state: 'on_trip', hold: holdBy(1), kioskId: undefined });
      }),
      RUNS,
    );
  });
});

describe('swaps that race', () => {
  it('hold one bike for the slot, whatever is repeated, taken or released beside them', async () => {
    const rivals = fc.constantFrom<'none' | 'release' | 'take' | 'rival'>('none', 'release', 'take', 'rival');
    await fc.assert(
      fc.asyncProperty(rivals, chances(5), async (beside, chosen) => {
        const interleaving = new Interleaving(chosen);
        const city = await town(dynamo, { [KIOSK]: BIKES }, interleaving);
        await city.reserve(1);
        const failed = { bikeId: `${KIOSK}-1`, attempt: 1, reason: 'BikeMisplaced' };
        const swap = () => retried(() => city.swap(1, failed), 50);
        const others = {
          none: [],
          release: [() => retried(() => city.giveUp(1, 1, 'BikeMisplaced'), 50)],
          take: [() => retried(() => city.taken(1, 1, `${KIOSK}-1`, minute(10)), 50)],
          rival: [
            async () => {
              await retried(() => city.reserve(2, { partyRef: OTHERS }), 50);
              await retried(() => city.release(2, 1), 50);
            },
          ],
        };

        const [first, second] = await interleaving.run([swap, swap, ...others[beside]]);

        const bikes = await bikesOf(city);
        const held = bikes.filter(({ hold }) => hold !== undefined);
        const states = bikes.map(({ state }) => state);
        if (beside === 'release') {
          expect(held).toEqual([]);
          // Which of the two bikes the release was for it cannot know, and so withdraws either.
          expect([states[0], states[2]]).toEqual(['non_operational', 'available']);
          expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
        } else {
          expect(held).toMatchObject([{ hold: holdBy(1) }]);
          expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(1)]);
        }
        if (beside === 'take') expect(states).toEqual(['on_trip', 'available', 'available']);
        if (beside === 'none' || beside === 'rival') {
          expect(second).toEqual(first);
          expect(first).toMatchObject({ status: 'fulfilled', value: { bikeId: held[0]?.bikeId, attempt: 2 } });
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('waits that race with returns', () => {
  it('end with the ride, whoever comes second, and never with two different ones', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 }, interleaving);
        const bikeId = `${KIOSK}-1`;
        await city.reserve(1);
        await city.taken(1, 1, bikeId, minute(2));
        const docked = () => retried(() => city.docked(bikeId, 5, minute(20), 'harbour'), 50);

        await interleaving.run([
          () => retried(() => city.awaitReturn(1, 'task-1'), 50),
          docked,
          docked,
          () => retried(() => city.overdue(1), 50),
          () => retried(() => city.noDock(bikeId, minute(10)), 50),
        ]);
        await city.awaitReturn(1, 'task-2');

        const [first] = city.heard;
        expect(first).toMatchObject({ token: 'task-1', ride: { startedAt: minute(2), endedAt: minute(20) } });
        expect(city.heard.at(-1)).toMatchObject({ token: 'task-2', ride: { noDockAt: minute(10) } });
        expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
      }),
      RUNS,
    );
  });

  it('end a ride once, as missing or as returned, and have the bike where it was docked', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 }, interleaving);
        const bikeId = `${KIOSK}-1`;
        await city.reserve(1);
        await city.taken(1, 1, bikeId, minute(2));
        city.clock.set(minute(30));
        const missing = () => retried(() => city.missing(1), 50);
        const docked = () => retried(() => city.docked(bikeId, 5, minute(20), 'harbour'), 50);

        const [first, second] = await interleaving.run([missing, missing, docked]);

        expect(second).toEqual(first);
        expect(await city.bike(bikeId)).toEqual({ state: 'available', hold: undefined, kioskId: 'harbour' });
        expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
        const ends = new Set(
          city.told.filter(({ type }) => /TripEnded|BikeMissing/.test(type)).map(({ type }) => type),
        );
        expect(ends.size).toBe(1);
      }),
      RUNS,
    );
  });
});

describe('reports of danger that race', () => {
  it('withdraw the bike with its return, whichever comes first, unless the next rider has it already', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), chances(5), async (isWanted, chosen) => {
        const interleaving = new Interleaving(chosen);
        const city = await town(dynamo, { [KIOSK]: 1 }, interleaving);
        const bikeId = `${KIOSK}-1`;
        await city.reserve(1);
        await city.taken(1, 1, bikeId, minute(2));
        const damage = { bikeId, part: 'brakes', at: minute(21) } as const;
        const report = () => retried(() => city.report(9, damage), 50);
        const docked = () => retried(() => city.docked(bikeId, 1, minute(20)), 50);
        const next = () => retried(() => city.reserve(2, { partyRef: OTHERS }), 50);

        await interleaving.run([report, report, docked, ...(isWanted ? [next] : [])]);
        const { isWithdrawn } = await city.report(9, damage);

        const { state, hold } = await city.bike(bikeId);
        expect((await city.inventory.readBike(bikeId))?.reports).toHaveLength(1);
        expect(state).toBe(isWithdrawn ? 'non_operational' : 'reserved');
        expect(hold).toBe(isWithdrawn ? undefined : holdBy(2));
        if (!isWanted) expect(isWithdrawn).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('replaying commands', () => {
  const life = fc.constantFrom('reserved', 'released', 'taken', 'docked');

  it('changes nothing, whichever of them are replayed up to wherever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 3 }), fc.nat(), async (lives, cut) => {
        const city = await town(dynamo, { 'stand-0': 1, 'stand-1': 1, 'stand-2': 1 });
        const script = lives.flatMap((end, rental): (() => Promise<unknown>)[] => {
          const bikeId = `stand-${rental}-1`;
          const reserve = () => city.reserve(rental, { kioskId: `stand-${rental}` });
          const take = () => city.taken(rental, 1, bikeId, minute(10));
          const start = () => city.start(rental, 1, bikeId, minute(10));
          const dock = () => city.docked(bikeId, 1, minute(20), `stand-${rental}`);
          const release = () => city.release(rental, 1);
          const lived = { reserved: [], released: [release], taken: [take, start], docked: [start, take, dock] };
          return [reserve, ...lived[end]];
        });
        for (const command of script) await command();
        const rentals = [...lives.keys()];
        const before = await visibleState(city, rentals);

        for (const command of script.slice(0, 1 + (cut % script.length))) await command().catch(() => undefined);

        expect(await visibleState(city, rentals)).toEqual(before);
      }),
      RUNS,
    );
  });
});
