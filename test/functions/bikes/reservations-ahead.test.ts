import { describe, expect, it } from '@jest/globals';
import { snapshotOf } from '../../../functions/bikes/exports/snapshot.ts';
import { bookingHold } from '../../../functions/bikes/items/booking.ts';
import { useDynamo } from '../dynamo.ts';
import { FAMILY, holdBy, KIOSK, minute, rentalId, town } from './town.ts';

const dynamo = useDynamo();
const OTHERS = 'household_fedcba9876543210';
const waits = (reservation: number, until: string, slot = 1) =>
  bookingHold({ reservationId: rentalId(reservation), until }, slot);

describe('bikes that wait for a rider on the way', () => {
  it('are reserved for ten minutes, and take up places of the party', async () => {
    const city = await town(dynamo);

    const held = await city.hold(7, { bikes: 2 });

    expect(held).toEqual({
      ...{ reservationId: rentalId(7), kioskId: KIOSK, until: minute(10) },
      bikes: [
        { bikeId: 'market-1', bay: 1 },
        { bikeId: 'market-2', bay: 2 },
      ],
    });
    expect(await city.bike('market-2')).toMatchObject({ state: 'reserved', hold: waits(7, minute(10), 2) });
    expect(await city.availability('market', OTHERS)).toEqual({ bikesAvailable: 1, bikesOut: 0 });
    expect((await city.inventory.readParty(FAMILY)).out).toHaveLength(2);
  });

  it('are the same ones for the same request, told once more', async () => {
    const city = await town(dynamo);
    const first = await city.hold(7);
    city.clock.set(minute(2));

    const again = await city.hold(7);

    expect(again).toEqual(first);
    expect(city.told).toMatchObject([
      { type: 'BikeReserved', at: minute(0), bikeId: 'market-1', rentalId: rentalId(7), slot: 1 },
      { type: 'BikeReserved', at: minute(0), bikeId: 'market-1' },
    ]);
  });

  it('are offered to their party when it comes, and take no place beside the one they are rented for', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.hold(7);

    expect(await city.availability(KIOSK)).toEqual({ bikesAvailable: 1, bikesOut: 0 });
    expect(await city.availability(KIOSK, OTHERS)).toEqual({ bikesAvailable: 0, bikesOut: 0 });
  });

  it('count as out at every other kiosk', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 1 });
    await city.hold(7);

    expect(await city.availability('harbour')).toEqual({ bikesAvailable: 1, bikesOut: 1 });
    await expect(city.reserve(1, { kioskId: 'harbour', partyLimit: 1 })).rejects.toMatchObject({
      name: 'PartyLimitReached',
    });
  });

  it('are taken over by a rental of the party before any other, within its limit', async () => {
    const city = await town(dynamo);
    await city.reserve(2, { partyRef: OTHERS });
    await city.hold(7);

    const { bikes } = await city.reserve(1, { bikes: 2, partyLimit: 2 });
    const again = await city.reserve(1, { bikes: 2, partyLimit: 2 });

    expect(bikes.map(({ bikeId }) => bikeId)).toEqual(['market-2', 'market-3']);
    expect(again.bikes).toEqual(bikes);
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(1, 1), holdBy(1, 2)]);
  });

  it('stay with the rental when their time is up: the release finds nothing to do', async () => {
    const city = await town(dynamo);
    await city.hold(7);
    await city.reserve(1);
    city.clock.set(minute(10));

    const ended = await city.endHold(7);

    expect(ended).toEqual({ released: 0, takenOver: 1 });
    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(1) });
    expect((await city.inventory.readParty(FAMILY)).noShows).toEqual([]);
  });

  it('are anybody’s again when nobody came', async () => {
    const city = await town(dynamo);
    await city.hold(7);
    city.clock.set(minute(10));

    const first = await city.endHold(7);
    const again = await city.endHold(7);

    expect([first, again]).toEqual([
      { released: 1, takenOver: 0 },
      { released: 1, takenOver: 0 },
    ]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'available', hold: undefined });
    expect(await city.inventory.readParty(FAMILY)).toMatchObject({
      out: [],
      noShows: [{ reservationId: rentalId(7), at: minute(10) }],
    });
    expect(city.told.at(-1)).toMatchObject({ type: 'BikeReleased', at: minute(10), bikeId: 'market-1' });
  });

  it('are anybody’s at the end of their time also where nobody releases them', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.hold(7);
    city.clock.set(minute(10));

    const offer = await city.availability(KIOSK, OTHERS);
    const { bikes } = await city.reserve(1, { partyRef: OTHERS });
    const ours = await city.availability(KIOSK);

    expect(offer).toEqual({ bikesAvailable: 1, bikesOut: 0 });
    expect(bikes).toMatchObject([{ bikeId: 'market-1' }]);
    expect(ours).toEqual({ bikesAvailable: 0, bikesOut: 0 });
    expect(await city.endHold(7)).toEqual({ released: 1, takenOver: 0 });
    expect(await city.bike('market-1')).toMatchObject({ hold: holdBy(1) });
  });

  it('are nothing that reconciliation compares with rentals', async () => {
    const city = await town(dynamo);
    await city.hold(7);
    const bike = await city.inventory.readBike('market-1');

    const snapshot = bike && snapshotOf(bike);

    expect(snapshot).toMatchObject({ bikeId: 'market-1', state: 'reserved' });
    expect(snapshot).not.toHaveProperty('hold');
  });
});

describe('a reservation is refused', () => {
  it('while another of the party stands', async () => {
    const city = await town(dynamo);
    await city.hold(7);

    await expect(city.hold(8)).rejects.toMatchObject({ name: 'ReservationStanding' });

    city.clock.set(minute(10));
    expect(await city.hold(8)).toMatchObject({ until: minute(20), bikes: [{ bikeId: 'market-1' }] });
  });

  it('beyond the limit of the party', async () => {
    const city = await town(dynamo, { [KIOSK]: 4 });
    await city.reserve(1, { bikes: 2 });

    await expect(city.hold(7, { bikes: 2, partyLimit: 3 })).rejects.toMatchObject({ name: 'PartyLimitReached' });
  });

  it('where too few bikes stand', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });

    await expect(city.hold(7, { bikes: 2 })).rejects.toMatchObject({ name: 'BikeUnavailable' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it('to whoever let two pass today, until a day later', async () => {
    const city = await town(dynamo);
    for (const [number, at] of [0, 20].entries()) {
      city.clock.set(minute(at));
      await city.hold(number + 1);
      city.clock.set(minute(at + 10));
      if (number === 0) await city.endHold(number + 1);
    }

    await expect(city.hold(3)).rejects.toMatchObject({ name: 'NoShowLimitReached' });

    city.clock.set(minute(24 * 60 + 11));
    expect(await city.hold(4)).toMatchObject({ bikes: [{ bikeId: 'market-1' }] });
  });

  it('under an id that stands for another one', async () => {
    const city = await town(dynamo, { [KIOSK]: 3, harbour: 3 });
    await city.hold(7);

    await expect(city.hold(7, { bikes: 2 })).rejects.toMatchObject({ name: 'ReservationConflict' });
    await expect(city.hold(7, { kioskId: 'harbour' })).rejects.toMatchObject({ name: 'ReservationConflict' });
  });

  it('once it has ended, however late its command comes', async () => {
    const city = await town(dynamo);
    await city.endHold(7);

    await expect(city.hold(7)).rejects.toMatchObject({ name: 'ReservationReleased' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['another party', { sub: 'household_fedcba9876543210' }],
    ['another kiosk', { kiosk: 'harbour' }],
    ['more bikes', { bikes: 3 }],
    ['a higher limit', { limit: 9 }],
  ])('where its token is for %s', async (_, claims) => {
    const city = await town(dynamo, { [KIOSK]: 3, harbour: 3 });

    await expect(city.hold(7, {}, claims)).rejects.toMatchObject({ name: 'TokenRefused' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['is for another service', { aud: ['payments'] }],
    ['has expired', { exp: 1_700_000_000 }],
    ['is of no reservation', { reservation: undefined }],
  ])('where its token %s', async (_, claims) => {
    const city = await town(dynamo);

    await expect(city.hold(7, {}, claims)).rejects.toMatchObject({ name: 'TokenRefused' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it('with the token of a rental', async () => {
    const city = await town(dynamo);

    await expect(city.hold(7, {}, { scope: 'rental' })).rejects.toMatchObject({ name: 'TokenRefused' });
  });
});
