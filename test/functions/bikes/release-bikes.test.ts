import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { FAMILY, holdBy, KIOSK, minute, rentalId, through, town } from './town.ts';

const dynamo = useDynamo();

describe('releasing bikes', () => {
  it('gives the bike and the place back, and tells of it again when repeated', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    city.clock.set(minute(3));

    const first = await city.release(1, 1);
    city.clock.set(minute(4));
    const second = await city.release(1, 1);

    expect(first).toEqual({ slots: [{ slot: 1, outcome: 'released' }] });
    expect(second).toEqual(first);
    expect(await city.bike('market-1')).toEqual({ state: 'available', hold: undefined, kioskId: KIOSK });
    const released = { type: 'BikeReleased', at: minute(3), rentalId: rentalId(1), slot: 1, bikeId: 'market-1' };
    expect(city.told.slice(1)).toEqual([
      { ...released, kioskId: KIOSK, bay: 1 },
      { ...released, kioskId: KIOSK, bay: 1 },
    ]);
  });

  it('frees one place of a rental and leaves the others', async () => {
    const city = await town(dynamo);
    await city.reserve(1, { bikes: 3 });

    await city.release(1, 2);

    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(1, 1), holdBy(1, 3)]);
    expect(await city.bike('market-3')).toMatchObject({ state: 'reserved', hold: holdBy(1, 3) });
  });

  it('leaves a bike with the rider who has taken it', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));

    const { slots } = await city.release(1, 1);

    expect(slots).toEqual([{ slot: 1, outcome: 'taken' }]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
    expect(await city.availability()).toEqual({ bikesAvailable: 2, bikesOut: 1 });
  });

  it('does not take the bike from the rental that reserved it next', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);
    await city.release(1, 1);
    await city.reserve(2, { partyRef: 'household_fedcba9876543210' });

    await city.release(1, 1);

    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(2) });
  });

  it.each(['HardwareFault', 'BikeMisplaced'])(
    'does not send the next rider to a bike that was given up for %s, and tells that it is withdrawn',
    async (reason) => {
      const city = await town(dynamo, { [KIOSK]: 2 });
      await city.reserve(1);

      const first = await city.giveUp(1, 1, reason);
      const second = await city.giveUp(1, 1, reason);
      const next = await city.reserve(2);

      expect(first).toEqual({ slots: [{ slot: 1, outcome: 'released' }] });
      expect(second).toEqual(first);
      expect(await city.bike('market-1')).toEqual({ state: 'non_operational', hold: undefined, kioskId: KIOSK });
      expect(next.bikes).toMatchObject([{ bikeId: 'market-2' }]);
      const news = city.told.slice(1, 5).map(({ type }) => type);
      expect(news).toEqual(['BikeReleased', 'BikeWithdrawn', 'BikeReleased', 'BikeWithdrawn']);
    },
  );

  it('offers a bike again that nobody took', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);

    await city.giveUp(1, 1, 'BikeNotTaken');

    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
    expect(city.told.map(({ type }) => type)).toEqual(['BikeReserved', 'BikeReleased']);
  });

  it('withdraws no bike that another rental has reserved since', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);
    await city.release(1, 1);
    await city.reserve(2, { partyRef: 'household_fedcba9876543210' });

    await city.giveUp(1, 1, 'HardwareFault');

    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(2) });
  });

  it.each(['reservation', 'party', 'bike'])(
    'wins over a reservation that stopped before it wrote the %s',
    async (stopped) => {
      const pause = { release: async () => {} };
      const city = await town(
        dynamo,
        { [KIOSK]: 2 },
        through((items) => ({
          ...items,
          save: async (item) => {
            const { release } = pause;
            if (item.pk.startsWith(stopped)) {
              pause.release = async () => {};
              await release();
            }
            return items.save(item);
          },
        })),
      );
      pause.release = async () => {
        await city.release(1, 1);
      };

      await expect(city.reserve(1)).rejects.toMatchObject({ name: 'ReservationReleased' });

      expect(await city.availability()).toEqual({ bikesAvailable: 2, bikesOut: 0 });
    },
  );

  it('forgets a party that has no bike out a month later, and no other', async () => {
    const city = await town(dynamo);
    await city.reserve(1, { bikes: 2 });

    await city.release(1, 1);
    const withOne = await city.inventory.readParty(FAMILY);
    await city.release(1, 2);
    const withNone = await city.inventory.readParty(FAMILY);

    expect(withOne.ttl).toBeUndefined();
    expect(withNone.ttl).toBe(Date.parse('2026-05-31T10:00:00Z') / 1000);
  });
});
