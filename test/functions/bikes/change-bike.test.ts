import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { KIOSK, minute, through, town } from './town.ts';

const dynamo = useDynamo();

const takeOut = { changeId: 'repair-1/out', bikeId: 'market-1', event: 'maintenance', to: 'non_operational' } as const;
const putBack = { changeId: 'repair-1/in', bikeId: 'market-1', event: 'maintenance', to: 'available' } as const;
const pickUp = { changeId: 'van-1/up', bikeId: 'market-1', event: 'rebalance_pick_up', to: 'removed' } as const;
const dropOff = { changeId: 'van-1/down', bikeId: 'market-1', event: 'provider_drop_off', to: 'available' } as const;

describe('a change of a bike outside of any rental', () => {
  it('takes it out of the offer, and puts it back', async () => {
    const city = await town(dynamo);

    const out = await city.change({ ...takeOut, reason: 'Two riders complained of its chain.' });
    const during = await city.availability();
    const back = await city.change(putBack);

    expect(out).toMatchObject({ from: 'available', state: 'non_operational', kioskId: KIOSK, bay: 1 });
    expect(during.bikesAvailable).toBe(2);
    expect(back).toMatchObject({ from: 'non_operational', state: 'available' });
    expect(await city.availability()).toMatchObject({ bikesAvailable: 3 });
    expect(city.told.map(({ type }) => type)).toEqual(['BikeChanged', 'BikeChanged']);
  });

  it('carries it from one kiosk to another', async () => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 });
    city.clock.set(minute(5));

    const up = await city.change(pickUp);
    const down = await city.change({ ...dropOff, place: { kioskId: 'harbour', bay: 3 } });

    expect(up).toMatchObject({ state: 'removed', leftKioskId: KIOSK });
    expect(up.kioskId).toBeUndefined();
    expect(down).toMatchObject({ state: 'available', kioskId: 'harbour', bay: 3, at: minute(5) });
    expect(await city.availability('harbour')).toMatchObject({ bikesAvailable: 1 });
    expect(await city.availability()).toMatchObject({ bikesAvailable: 1 });
  });

  it('is made once, and told again as it was, however often it is asked for', async () => {
    const city = await town(dynamo);
    const first = await city.change(takeOut);
    await city.change(putBack);

    const again = await city.change(takeOut);

    expect(again).toEqual(first);
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
    expect(city.told.at(-1)).toEqual(first);
  });

  it('is made once also where its write was answered by silence', async () => {
    let silent = true;
    const city = await town(
      dynamo,
      { [KIOSK]: 1 },
      through((items) => ({
        ...items,
        save: async (item) => {
          const saved = await items.save(item);
          if (silent) {
            silent = false;
            throw new Error('The answer was lost.');
          }
          return saved;
        },
      })),
    );
    await expect(city.change(takeOut)).rejects.toThrow('The answer was lost.');

    const change = await city.change(takeOut);

    expect(change).toMatchObject({ from: 'available', state: 'non_operational' });
    expect(city.told).toHaveLength(1);
  });

  it.each([
    ['is reserved', async (city: Awaited<ReturnType<typeof town>>) => void (await city.reserve(1)), 'reserved'],
    [
      'is out',
      async (city: Awaited<ReturnType<typeof town>>) => {
        await city.reserve(1);
        await city.taken(1, 1, 'market-1', minute(2));
      },
      'on_trip',
    ],
  ])('is refused where the bike %s, and says so', async (_, prepare, state) => {
    const city = await town(dynamo);
    await prepare(city);
    const told = city.told.length;

    const refused = city.change(takeOut);

    await expect(refused).rejects.toThrow(`Bike market-1 is ${state}, and no maintenance makes it non_operational`);
    expect(await city.bike('market-1')).toMatchObject({ state });
    expect(city.told).toHaveLength(told);
  });

  it.each([
    ['a bike that nobody knows', { ...takeOut, bikeId: 'nobody-1' }, 'BikeUnknown'],
    ['a drop-off nowhere', dropOff, 'PlaceMissing'],
    ['a drop-off at a kiosk that nobody knows', { ...dropOff, place: { kioskId: 'atlantis', bay: 1 } }, 'KioskUnknown'],
  ])('is refused of %s', async (_, command, name) => {
    const city = await town(dynamo);

    await expect(city.change(command)).rejects.toMatchObject({ name });
    expect(city.told).toEqual([]);
  });

  it('to the state in which the bike is already changes nothing, and says so by a name of its own', async () => {
    const city = await town(dynamo);
    await city.change(takeOut);
    const told = city.told.length;

    const again = city.change({ ...takeOut, changeId: 'another' });

    await expect(again).rejects.toMatchObject({ name: 'TransitionNeedless' });
    expect(city.told).toHaveLength(told);
  });

  it('of a bike that comes back to the kiosk meanwhile is decided by who writes first', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.change(pickUp);
    city.clock.set(minute(9));
    await city.docked('market-1', 4, minute(8));

    const late = city.change({ ...dropOff, place: { kioskId: KIOSK, bay: 4 } });

    await expect(late).rejects.toMatchObject({ name: 'TransitionRefused' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available', kioskId: KIOSK });
  });
});
