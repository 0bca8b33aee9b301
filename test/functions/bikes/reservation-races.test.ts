import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { type Party, partyKey } from '../../../functions/bikes/items/party.ts';
import type { Versioned } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { FAMILY, holdBy, KIOSK, minute, type Town, town } from './town.ts';

const dynamo = useDynamo();
const RUNS = { numRuns: 40 };
jest.setTimeout(120_000);
const LIMIT = 2;
const OTHERS = 'household_fedcba9876543210';

/** Throws as soon as a party has more places than its limit. */
function checkParty(item: Versioned): void {
  if (!item.pk.startsWith(partyKey(''))) return;
  const { out } = item as Party;
  if (out.length > LIMIT) throw new Error(`The party has ${out.length} bikes out, of ${LIMIT}.`);
}

const bikesOf = (city: Town) => Promise.all([1, 2, 3].map((number) => city.bike(`${KIOSK}-${number}`)));

describe('reservations that race', () => {
  it('leave nothing behind once they are over, however they meet rentals, releases and themselves', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen, checkParty);
        const city = await town(dynamo, { [KIOSK]: 3 }, interleaving);
        const hold = () => retried(() => city.hold(7, { bikes: 2, partyLimit: LIMIT }), 50);
        const rent = () => retried(() => city.reserve(1, { bikes: 2, partyLimit: LIMIT }), 50);
        const rival = () => retried(() => city.reserve(2, { partyRef: OTHERS, partyLimit: LIMIT }), 50);

        await interleaving.run([hold, hold, rent, rival, () => retried(() => city.endHold(7), 50)]);
        await interleaving.run([
          () => retried(() => city.endHold(7, { bikes: 2, partyLimit: LIMIT }), 50),
          () => retried(() => city.release(1, 1, 2), 50),
          () => retried(() => city.release(2, 1), 50),
        ]);

        for (const bike of await bikesOf(city)) expect(bike).toMatchObject({ state: 'available', hold: undefined });
        expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
      }),
      RUNS,
    );
  });

  it('give a rental of the party the bikes that wait, once, while their time runs out', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen, checkParty);
        const city = await town(dynamo, { [KIOSK]: 3 }, interleaving);
        await city.hold(7, { bikes: 2, partyLimit: LIMIT });
        const rent = () => retried(() => city.reserve(1, { bikes: 2, partyLimit: LIMIT }), 50);
        const expire = async () => {
          city.clock.set(minute(10));
          await retried(() => city.endHold(7, { bikes: 2, partyLimit: LIMIT }), 50);
        };

        const [first, second] = await interleaving.run([rent, rent, expire]);

        expect(first).toMatchObject({ status: 'fulfilled' });
        expect(second).toEqual(first);
        const held = (await bikesOf(city)).map(({ hold }) => hold).filter((hold) => hold !== undefined);
        expect(held.sort()).toEqual([holdBy(1, 1), holdBy(1, 2)]);
        expect((await city.inventory.readParty(FAMILY)).out.toSorted()).toEqual([holdBy(1, 1), holdBy(1, 2)]);
      }),
      RUNS,
    );
  });

  it('never hold one bike for two parties', async () => {
    await fc.assert(
      fc.asyncProperty(chances(6), async (chosen) => {
        const interleaving = new Interleaving(chosen, checkParty);
        const city = await town(dynamo, { [KIOSK]: 2 }, interleaving);
        const hold = (number: number, partyRef: string) => () =>
          retried(() => city.hold(number, { bikes: 1, partyRef, partyLimit: LIMIT }), 50);

        const results = await interleaving.run([hold(7, FAMILY), hold(8, OTHERS), hold(7, FAMILY)]);

        const bikes = results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason));
        const [mine, theirs, again] = bikes as { bikes: { bikeId: string }[] }[];
        expect(again).toEqual(mine);
        expect(mine?.bikes[0]?.bikeId).not.toBe(theirs?.bikes[0]?.bikeId);
      }),
      RUNS,
    );
  });
});
