import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { kioskOffice } from './kiosk-office.ts';
import { KIOSK, minute, type Reached, type Town, town } from './town.ts';

const dynamo = useDynamo();

/** Each run makes some hundred calls to the database. */
const RUNS = { numRuns: 25 };
jest.setTimeout(120_000);
const BIKES = ['market-1', 'market-2', 'market-3'];

const statesOf = async (city: Town) =>
  (await Promise.all(BIKES.map((bikeId) => city.bike(bikeId)))).map((one) => one.state);

/** A kiosk that was silent for twenty minutes, as all that follows races. */
async function silent(interleaving: Reached) {
  const city = await town(dynamo, { [KIOSK]: BIKES.length }, interleaving);
  const office = kioskOffice(dynamo, city, interleaving);
  await office.boot();
  city.clock.set(minute(20));
  return { city, office };
}

describe('a kiosk that goes out of contact and comes back', () => {
  it('leaves its bikes as it is at last, whoever is faster', async () => {
    await fc.assert(
      fc.asyncProperty(chances(8), fc.boolean(), async (chosen, speaks) => {
        const interleaving = new Interleaving(chosen);
        const { city, office } = await silent(interleaving);

        await interleaving.run([
          () => retried(office.watch),
          () => retried(() => office.settle()),
          () => retried(() => office.settle()),
          ...(speaks ? [() => retried(() => office.beat())] : []),
        ]);
        // What the bus and the schedule bring in the end.
        await office.watch();
        await office.deliver();

        const { kiosks } = await office.list();
        const expected = kiosks[0]?.is_in_contact ? 'available' : 'non_contactable';
        expect(await statesOf(city)).toEqual(BIKES.map(() => expected));
        if (!speaks) expect(expected).toBe('non_contactable');
      }),
      RUNS,
    );
  });

  it('never has a bike out of reach that a fact shows on a trip, nor one on a trip out of reach', async () => {
    await fc.assert(
      fc.asyncProperty(chances(8), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const { city, office } = await silent(interleaving);

        const [, , taking] = await interleaving.run([
          () => retried(office.watch),
          () => retried(() => office.settle()),
          () => retried(() => city.taken(1, 1, 'market-1', minute(19))),
        ]);
        await office.watch();
        await office.deliver();

        if (taking?.status === 'fulfilled')
          expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', kioskId: undefined });
        expect((await statesOf(city)).slice(1)).toEqual(['non_contactable', 'non_contactable']);
      }),
      RUNS,
    );
  });
});
