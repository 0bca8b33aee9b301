import { describe, expect, it } from '@jest/globals';
import { snapshotOf } from '../../../functions/bikes/exports/snapshot.ts';
import { useDynamo } from '../dynamo.ts';
import { KIOSK, minute, type Town, town } from './town.ts';

const dynamo = useDynamo();
const BIKE = `${KIOSK}-1`;

const pickUp = (city: Town, changeId = 'pick-up/1', bikeId = BIKE) =>
  city.change({ changeId, bikeId, event: 'rebalance_pick_up', to: 'removed' });
const dropOff = (
  city: Town,
  place: { kioskId?: string; bay?: number; bikeId?: string } = {},
  changeId = 'drop-off/1',
) => city.dropOff({ changeId, bikeId: BIKE, kioskId: 'harbour', bay: 4, ...place });

/** A town in which somebody has picked up the first bike at five past ten. */
async function onVan(kiosks: Record<string, number> = { [KIOSK]: 2, harbour: 2 }) {
  const city = await town(dynamo, kiosks);
  city.clock.set(minute(5));
  await pickUp(city);
  city.clock.set(minute(20));
  return city;
}

describe('picking a bike up', () => {
  it('takes it off its kiosk, and keeps who has it and why', async () => {
    const city = await onVan();

    const bike = await city.inventory.readBike(BIKE);

    expect(await city.bike(BIKE)).toEqual({ state: 'removed', hold: undefined, kioskId: undefined });
    expect(bike && snapshotOf(bike)).toEqual({
      ...{ bikeId: BIKE, state: 'removed', since: minute(5) },
      carried: { by: 'mechanic/ada', reason: 'rebalance' },
    });
    expect(city.told).toMatchObject([{ type: 'BikeChanged', state: 'removed', leftKioskId: KIOSK }]);
  });

  it('is the same when it is asked again', async () => {
    const city = await onVan();

    const again = await pickUp(city);

    expect(again).toEqual(city.told[0]);
  });

  it('is refused for a bike that somebody has picked up before, and says so', async () => {
    const city = await onVan();

    await expect(pickUp(city, 'pick-up/2')).rejects.toMatchObject({
      name: 'TransitionNeedless',
      message: expect.stringContaining('is removed already'),
    });
  });

  it('is refused for a bike that is reserved, and says so', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    await expect(pickUp(city)).rejects.toMatchObject({
      name: 'TransitionRefused',
      message: expect.stringContaining('is reserved'),
    });
    expect(await city.bike(BIKE)).toMatchObject({ state: 'reserved', kioskId: KIOSK });
  });

  it('is refused for a bike that waits for somebody on the way', async () => {
    const city = await town(dynamo);
    await city.hold(7);

    await expect(pickUp(city)).rejects.toMatchObject({ name: 'TransitionRefused' });
  });
});

describe('dropping a bike off', () => {
  it('offers it where it was put', async () => {
    const city = await onVan();

    const dropped = await dropOff(city);
    const again = await dropOff(city);

    expect(dropped).toMatchObject({ from: 'removed', state: 'available', kioskId: 'harbour', bay: 4, at: minute(20) });
    expect(again).toEqual(dropped);
    expect(await city.bike(BIKE)).toMatchObject({ state: 'available', kioskId: 'harbour' });
    expect(await city.availability('harbour')).toMatchObject({ bikesAvailable: 3 });
  });

  it('is no fault where the sensor was first to tell, whose bay is right', async () => {
    const city = await onVan();
    await city.docked(BIKE, 7, minute(15), 'harbour');

    const dropped = await dropOff(city);
    const again = await dropOff(city);

    expect(dropped).toMatchObject({ event: 'provider_drop_off', from: 'removed', bay: 7, by: 'mechanic/ada' });
    expect(again).toEqual(dropped);
    expect(await city.inventory.readBike(BIKE)).toMatchObject({ state: 'available', kioskId: 'harbour', bay: 7 });
  });

  it('is no fault either where a rider has taken the bike since', async () => {
    const city = await onVan();
    await city.docked(BIKE, 7, minute(15), 'harbour');
    await city.taken(1, 1, BIKE, minute(18));

    await dropOff(city);

    expect(await city.bike(BIKE)).toMatchObject({ state: 'on_trip' });
  });

  it('is refused for a bike that nobody has picked up', async () => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 2 });

    await expect(dropOff(city, { kioskId: KIOSK, bay: 1 })).rejects.toMatchObject({
      name: 'BikeNotCarried',
      message: expect.stringContaining('is available'),
    });
  });

  it('is refused for a bike that was dropped off before', async () => {
    const city = await onVan();
    await dropOff(city);

    await expect(dropOff(city, { bay: 5 }, 'drop-off/2')).rejects.toMatchObject({ name: 'BikeNotCarried' });
  });

  it('is refused for a bike that was taken out of the fleet', async () => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 2 });
    await city.change({ changeId: 'end/1', bikeId: BIKE, event: 'decommissioned', to: 'removed' });

    await expect(dropOff(city)).rejects.toMatchObject({ name: 'BikeNotCarried' });
  });

  it.each<[string, Record<string, number>, { kioskId?: string; bay?: number; bikeId?: string }, string]>([
    ['at a full kiosk', { [KIOSK]: 1, harbour: 10 }, {}, 'KioskFull'],
    ['in a bay in which another bike stands', { [KIOSK]: 1, harbour: 4 }, {}, 'BayTaken'],
    ['in a bay that there is not', { [KIOSK]: 1, harbour: 4 }, { bay: 11 }, 'BayUnknown'],
    ['at a kiosk that there is not', { [KIOSK]: 1 }, { kioskId: 'atlantis' }, 'StationUnknown'],
    ['of a bike that there is not', { [KIOSK]: 1 }, { bikeId: 'ghost' }, 'BikeUnknown'],
  ])('is refused %s', async (_, kiosks, place, name) => {
    const city = await onVan(kiosks);

    await expect(dropOff(city, place)).rejects.toMatchObject({ name });
    expect(await city.bike(BIKE)).toMatchObject({ state: 'removed' });
  });
});
