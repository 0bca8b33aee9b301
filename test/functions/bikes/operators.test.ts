import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { inShort, logbook } from './logbook.ts';
import { holdBy, KIOSK, minute, type Town, town } from './town.ts';

const dynamo = useDynamo();
const OUT = { changeId: 'request-1', bay: 1, isQuarantined: true };
const AT_HARBOUR = { kioskId: 'harbour', bay: 4 };

describe('a bay out of service', () => {
  it('keeps its bike from riders, also where it is the last one, until it is back in service', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });

    const out = await city.quarantine(OUT);
    const during = await city.availability();
    await expect(city.reserve(1)).rejects.toMatchObject({ name: 'BikeUnavailable' });
    const back = await city.quarantine({ ...OUT, changeId: 'request-2', isQuarantined: false });
    await city.reserve(2);

    expect(out).toMatchObject({ type: 'BayQuarantined', kioskId: KIOSK, bay: 1, by: 'operator/grace' });
    expect(during.bikesAvailable).toBe(0);
    expect(back).toMatchObject({ type: 'BayRestored' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(2) });
  });

  it('is passed over where the machine asks for another bike', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    await city.quarantine({ ...OUT, bay: 2 });

    const swapped = await city.swap(1, { bikeId: 'market-1', attempt: 1, reason: 'BikeMisplaced' });

    expect(swapped).toMatchObject({ bikeId: 'market-3', bay: 3 });
  });

  it('leaves the rider who has reserved its bike in peace', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);

    await city.quarantine(OUT);

    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(1) });
  });

  it('is changed once for each request, and told again as it was', async () => {
    const city = await town(dynamo);
    const first = await city.quarantine(OUT);
    await city.quarantine({ ...OUT, changeId: 'request-2', isQuarantined: false });
    city.clock.set(minute(9));

    const again = await city.quarantine(OUT);

    expect(again).toEqual(first);
    expect((await city.inventory.readKiosk(KIOSK))?.quarantined).toEqual([]);
  });

  it.each([
    ['that its kiosk does not have', { ...OUT, bay: 11 }],
    ['of a kiosk that nobody knows', { ...OUT, kioskId: 'atlantis' }],
  ])('is none %s', async (_, command) => {
    const city = await town(dynamo);

    await expect(city.quarantine(command)).rejects.toMatchObject({ name: 'BayUnknown' });
    expect(city.told).toEqual([]);
  });
});

describe('two bikes that are recorded in one bay', () => {
  /** Puts the second bike's record into the first one's bay, as of this time. */
  async function claim(city: Town, since?: string) {
    const bike = await city.inventory.readBike('market-2');
    if (bike) await city.inventory.save({ ...bike, bay: 1, ...(since && { since }) });
  }

  it('are neither offered, where nobody knows which one stands there', async () => {
    const city = await town(dynamo);
    await claim(city);

    const offered = await city.availability();
    const { bikes } = await city.reserve(1);

    expect(offered.bikesAvailable).toBe(1);
    expect(bikes).toMatchObject([{ bikeId: 'market-3' }]);
    await expect(city.reserve(2)).rejects.toMatchObject({ name: 'BikeUnavailable' });
  });

  it('are told apart by which of them a sensor saw last', async () => {
    const city = await town(dynamo);
    await claim(city, minute(5));

    const { bikes } = await city.reserve(1, { bikes: 2 });

    expect(bikes.map(({ bikeId }) => bikeId)).toEqual(['market-2', 'market-3']);
    await expect(city.reserve(2)).rejects.toMatchObject({ name: 'BikeUnavailable' });
  });

  it('are offered again once an operator has corrected one of them', async () => {
    const city = await town(dynamo);
    await claim(city);

    await city.correct({ changeId: 'c-1', bikeId: 'market-2', state: 'available', place: { kioskId: KIOSK, bay: 2 } });

    expect(await city.availability()).toMatchObject({ bikesAvailable: 3 });
  });
});

describe('a record that an operator corrects', () => {
  it('has the bike where it was found, and leaves the kiosk where it was thought to be', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    city.clock.set(minute(5));

    const change = await city.correct({ changeId: 'c-1', bikeId: 'market-1', state: 'available', place: AT_HARBOUR });

    expect(change).toMatchObject({ event: 'located', from: 'available', ...AT_HARBOUR, leftKioskId: KIOSK });
    expect(await city.availability('harbour')).toMatchObject({ bikesAvailable: 1 });
    expect(await city.availability()).toMatchObject({ bikesAvailable: 0 });
  });

  it('has a bike missing that is nowhere to be found, until a kiosk takes it in, however late it tells of that', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    city.clock.set(minute(20));
    await city.correct({ changeId: 'c-1', bikeId: 'market-1', state: 'missing' });
    const missing = await city.bike('market-1');

    await city.docked('market-1', 4, minute(10), 'harbour');

    expect(missing).toEqual({ state: 'missing', hold: undefined, kioskId: undefined });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available', kioskId: 'harbour' });
  });

  it('is made once, and told again as it was', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    const command = { changeId: 'c-1', bikeId: 'market-1', state: 'non_operational', place: AT_HARBOUR } as const;
    const first = await city.correct(command);
    await city.correct({ ...command, changeId: 'c-2', state: 'available' });

    const again = await city.correct(command);

    expect(again).toEqual(first);
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it.each([
    ['of a bike that nobody knows', { bikeId: 'ghost', state: 'missing' }, 'BikeUnknown'],
    ['without a place', { bikeId: 'market-1', state: 'available' }, 'PlaceMissing'],
    [
      'with a bay that is not there',
      { bikeId: 'market-1', state: 'available', place: { kioskId: KIOSK, bay: 99 } },
      'BayUnknown',
    ],
  ] as const)('is not corrected %s', async (_, command, name) => {
    const city = await town(dynamo);

    await expect(city.correct({ changeId: 'c-1', ...command })).rejects.toMatchObject({ name });
    expect(city.told).toEqual([]);
  });

  it.each([
    ['reserved', async (city: Town) => void (await city.reserve(1))],
    [
      'on_trip',
      async (city: Town) => {
        await city.reserve(1);
        await city.taken(1, 1, 'market-1', minute(2));
      },
    ],
  ])('is left alone while the bike is %s', async (state, prepare) => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    await prepare(city);

    const refused = city.correct({ changeId: 'c-1', bikeId: 'market-1', state: 'available', place: AT_HARBOUR });

    await expect(refused).rejects.toMatchObject({ name: 'BikeInUse' });
    expect(await city.bike('market-1')).toMatchObject({ state, hold: holdBy(1) });
  });

  it('stands in the log as MDS would have it, from whatever state to whatever other', async () => {
    const states = ['available', 'non_operational', 'missing'] as const;
    const way = fc.array(fc.constantFrom(...states), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(way, async (wanted) => {
        const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
        const book = await logbook(dynamo, city);
        let before: string = 'available';
        const expected: string[] = [];
        for (const [number, state] of wanted.entries()) {
          city.clock.set(minute(number + 1));
          const correct = () => city.correct({ changeId: `c-${number}`, bikeId: 'market-1', state, place: AT_HARBOUR });
          if (state === 'missing' && before === 'missing') {
            await expect(correct()).rejects.toMatchObject({ name: 'TransitionRefused' });
            continue;
          }
          await correct();
          const lost = before === 'missing' ? [] : ['comms_lost', 'not_located'];
          const types = [...lost, ...(state === 'missing' ? [] : ['located'])];
          expected.push(`market-1: ${types.join(', ')} → ${state}`);
          before = state;
        }

        await book.hear(...city.told);

        expect((await book.day()).events.map(inShort)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});
