import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { withBikeOut } from '../../../functions/bikes/items/party.ts';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { surveyedTown } from './surveyed-town.ts';
import { FAMILY, holdBy, KIOSK, minute, rentalId, through } from './town.ts';

const dynamo = useDynamo();

jest.setTimeout(60_000);
const BIKE = `${KIOSK}-1`;
const hold = (rental: number, slot = 1) => ({ rentalId: rentalId(rental), slot });

describe('releasing what is stale', () => {
  it('frees bike and place of a rental that has ended, and tells so', async () => {
    const city = await surveyedTown(dynamo);
    await city.reserve(1);

    const answer = await city.releaseStale({ holds: [hold(1)] });

    expect(answer).toEqual({ holds: 1 });
    expect(await city.bike(BIKE)).toMatchObject({ state: 'available', hold: undefined });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
    expect(city.told.map(({ type }) => type)).toEqual(['BikeReserved', 'BikeReleased']);
  });

  it('changes nothing that a rider could see when it is asked again', async () => {
    const city = await surveyedTown(dynamo);
    await city.reserve(1);
    await city.releaseStale({ holds: [hold(1)] });
    await city.reserve(2);

    await city.releaseStale({ holds: [hold(1)] });

    expect(await city.bike(BIKE)).toMatchObject({ state: 'reserved', hold: holdBy(2) });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(2)]);
  });

  it('leaves a bike that was taken to its rider, and the place with it', async () => {
    const city = await surveyedTown(dynamo);
    await city.reserve(1);
    await city.taken(1, 1, BIKE, minute(10));

    const answer = await city.releaseStale({ holds: [hold(1)] });

    expect(answer).toEqual({ holds: 0 });
    expect(await city.bike(BIKE)).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(1)]);
  });

  it('leaves a bike that was checked out to whoever hears of its door, until it is found elsewhere', async () => {
    const city = await surveyedTown(dynamo);
    await city.reserve(1);
    await city.checkOut(1, BIKE);

    const atFirst = await city.releaseStale({ holds: [hold(1)] });
    const place = (await city.inventory.readParty(FAMILY)).out;
    const bike = await city.inventory.readBike(BIKE);
    if (bike) await city.inventory.save({ ...bike, hold: undefined });
    const then = await city.releaseStale({ holds: [hold(1)] });

    expect([atFirst, place]).toEqual([{ holds: 0 }, [holdBy(1)]]);
    expect(then).toEqual({ holds: 1 });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
  });

  it('frees a place that a ride left behind, and no other', async () => {
    const city = await surveyedTown(dynamo);
    await city.reserve(1);
    await city.taken(1, 1, BIKE, minute(10));
    await city.docked(BIKE, 1, minute(20));
    await city.reserve(2);
    await city.inventory.save(withBikeOut(await city.inventory.readParty(FAMILY), holdBy(1)));

    const answer = await city.releaseStale({ holds: [hold(1)] });

    expect(answer).toEqual({ holds: 1 });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(2)]);
  });

  it('does not say that it has freed a bike that was taken while it looked', async () => {
    let looks = Number.NEGATIVE_INFINITY;
    const city = await surveyedTown(
      dynamo,
      { [KIOSK]: 1 },
      through((items) => ({
        ...items,
        async read(pk) {
          if (pk.startsWith('reservation#') && ++looks === 2) await city.taken(1, 1, BIKE, minute(10));
          return items.read(pk);
        },
      })),
    );
    await city.reserve(1);
    looks = 0;

    const answer = await city.releaseStale({ holds: [hold(1)] });

    expect(answer).toEqual({ holds: 0 });
    expect(await city.bike(BIKE)).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
    expect(city.told.map(({ type }) => type)).toEqual(['BikeReserved', 'TripStarted']);
  });

  it('does nothing for a hold of which nothing is known', async () => {
    const city = await surveyedTown(dynamo);

    expect(await city.releaseStale({ holds: [hold(9)] })).toEqual({ holds: 0 });
    expect(await city.inventory.readReservation(holdBy(9))).toBeUndefined();
  });

  it('ends what a release left half done, whichever of its writes got through', async () => {
    await fc.assert(
      fc.asyncProperty(chances(3), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const city = await surveyedTown(dynamo, { [KIOSK]: 1 }, interleaving);
        await city.reserve(1);

        await interleaving.run([() => city.release(1, 1)]);
        await city.releaseStale({ holds: [hold(1)] });

        expect(await city.bike(BIKE)).toMatchObject({ state: 'available', hold: undefined });
        expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('meets a bike that is taken at the same moment without losing it', async () => {
    await fc.assert(
      fc.asyncProperty(chances(6), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const city = await surveyedTown(
          dynamo,
          { [KIOSK]: 1 },
          through((items) => interleaving.reach(items)),
        );
        await city.reserve(1);
        const taken = () => retried(() => city.taken(1, 1, BIKE, minute(10)), 50);
        const release = () => retried(() => city.releaseStale({ holds: [hold(1)] }), 50);

        await interleaving.run([release, taken, release]);

        expect(await city.bike(BIKE)).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
        expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(1)]);
      }),
      { numRuns: 25 },
    );
  });
});
