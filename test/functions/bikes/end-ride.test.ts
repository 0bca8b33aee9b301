import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { FAMILY, holdBy, KIOSK, minute, type Reached, rentalId, type Town, town } from './town.ts';

const dynamo = useDynamo();
const END = { changeId: 'request-1', endedAt: minute(30) };
const AT_HARBOUR = { kioskId: 'harbour', bay: 4 };

/** A town where a bike was taken at two minutes past, its workflow waits, and it is forty past. */
async function riding(reached?: Reached): Promise<Town> {
  const city = await town(dynamo, { [KIOSK]: 1, harbour: 1 }, reached);
  await city.reserve(1);
  await city.taken(1, 1, 'market-1', minute(2));
  await city.awaitReturn(1, 'task-1');
  city.clock.set(minute(40));
  return city;
}

describe('a ride that an operator ends', () => {
  it('goes on to be charged until then, frees its place, and has its bike missing', async () => {
    const city = await riding();

    const ended = await city.endRide(1, END);

    const ride = { slot: 1, bikeId: 'market-1', startedAt: minute(2), endedAt: minute(30) };
    expect(ended).toEqual({ rentalId: rentalId(1), ...ride, isMissing: true });
    expect(city.heard).toEqual([{ token: 'task-1', ride }]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'missing', hold: undefined });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
    expect(city.told.at(-1)).toMatchObject({ type: 'BikeMissing', at: minute(30) });
  });

  it('has its bike where the operator says that it stands, for the next rider', async () => {
    const city = await riding();

    const ended = await city.endRide(1, { ...END, place: AT_HARBOUR });

    expect(ended).toMatchObject({ endedAt: minute(30), isMissing: false });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available', kioskId: 'harbour', hold: undefined });
    expect(await city.availability('harbour')).toEqual({ bikesAvailable: 2, bikesOut: 0 });
    expect(city.told.at(-1)).toMatchObject({ type: 'TripEnded', at: minute(30), ...AT_HARBOUR });
  });

  it('is ended once, and answered and told as it was, however often that is asked for', async () => {
    const city = await riding();
    const first = await city.endRide(1, END);
    const told = city.told.at(-1);
    city.clock.set(minute(50));

    const again = await city.endRide(1, { ...END, endedAt: minute(20), place: AT_HARBOUR });

    expect(again).toEqual(first);
    expect(city.told.at(-1)).toEqual(told);
    expect(await city.bike('market-1')).toMatchObject({ state: 'missing' });
  });

  it('tells a workflow that begins to wait only then', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    city.clock.set(minute(40));
    await city.endRide(1, END);

    await city.awaitReturn(1, 'late');

    expect(city.heard).toMatchObject([{ token: 'late', ride: { endedAt: minute(30) } }]);
  });

  it.each([
    ['before it began', { ...END, endedAt: minute(1) }, 'EndImplausible'],
    ['in the future', { ...END, endedAt: minute(41) }, 'EndImplausible'],
    ['in a bay that its kiosk does not have', { ...END, place: { kioskId: 'harbour', bay: 11 } }, 'BayUnknown'],
    ['at a kiosk that nobody knows', { ...END, place: { kioskId: 'atlantis', bay: 1 } }, 'BayUnknown'],
  ])('is not ended %s', async (_, end, name) => {
    const city = await riding();

    const refused = city.endRide(1, end);

    await expect(refused).rejects.toMatchObject({ name });
    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
    expect(city.heard).toEqual([]);
  });

  it.each([
    ['that is not there', async () => {}, 2, 'RideUnknown'],
    [
      'of which nothing was taken',
      async (city: Town) => void (await city.reserve(2, { kioskId: 'harbour' })),
      2,
      'RideUnknown',
    ],
    ['that a sensor has ended', async (city: Town) => city.docked('market-1', 2, minute(35), 'harbour'), 1, 'RideOver'],
    ['whose bike went missing', async (city: Town) => void (await city.missing(1)), 1, 'RideOver'],
    [
      'that another operator has ended',
      async (city: Town) => void (await city.endRide(1, { ...END, changeId: 'request-0' })),
      1,
      'RideOver',
    ],
  ])('is refused of a ride %s, so that nobody pays another sum than was told', async (_, prepare, rental, name) => {
    const city = await riding();
    await prepare(city);
    const heard = [...city.heard];

    await expect(city.endRide(rental, END)).rejects.toMatchObject({ name });
    expect(city.heard).toEqual(heard);
  });

  it('lets a bike be taken in whose return is told later, and charges nobody anew', async () => {
    const city = await riding();
    await city.endRide(1, END);

    await city.docked('market-1', 7, minute(55), 'harbour');

    expect(await city.bike('market-1')).toMatchObject({ state: 'available', kioskId: 'harbour' });
    expect(city.told.at(-1)).toMatchObject({ type: 'BikeFound' });
    expect(city.heard).toHaveLength(1);
  });

  it('is told of again where its bike turns out to have come back before that, as often as the fact comes', async () => {
    const city = await riding();
    await city.endRide(1, { ...END, place: AT_HARBOUR });

    await city.docked('market-1', 4, minute(12), 'harbour');
    const first = city.told.at(-1);
    await city.docked('market-1', 4, minute(12), 'harbour');
    const again = city.told.at(-1);

    const endedLate = { rentalId: rentalId(1), slot: 1, endedAt: minute(30) };
    expect(first).toMatchObject({ type: 'BikeFound', at: minute(12), endedLate });
    expect(again).toEqual(first);
    expect(city.heard).toHaveLength(1);
  });

  it('leaves a bike alone that the next rider has already', async () => {
    const city = await riding();
    await city.taken(2, 1, 'market-1', minute(25));

    await city.endRide(1, { ...END, place: AT_HARBOUR });

    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(2) });
    expect((await city.inventory.readReservation(holdBy(1)))?.status).toBe('ended');
  });

  it('ends once, by hand or by its sensor, whatever fails and whoever is first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), chances(5), async (isSeen, chosen) => {
        const interleaving = new Interleaving(chosen);
        const city = await riding(interleaving);
        const end = () => retried(() => city.endRide(1, END), 50).catch(() => undefined);
        const docked = () => retried(() => city.docked('market-1', 5, minute(20), 'harbour'), 50);

        const [first, second] = await interleaving.run([end, end, ...(isSeen ? [docked] : [])]);

        expect(second).toEqual(first);
        expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
        expect(new Set(city.heard.map(({ ride }) => ride.endedAt)).size).toBe(1);
        const { state, kioskId } = await city.bike('market-1');
        expect([state, kioskId]).toEqual(isSeen ? ['available', 'harbour'] : ['missing', undefined]);
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
