import { describe, expect, it } from '@jest/globals';
import { countTries, type NextTry, nextTry, type Swap } from '../../../functions/bikes/items/swap.ts';
import { useDynamo } from '../dynamo.ts';
import { FAMILY, holdBy, KIOSK, minute, rentalId, through, town } from './town.ts';

const dynamo = useDynamo();

const jam = (bikeId: string, attempt: number) => ({ bikeId, attempt, reason: 'HardwareFault' });
const misplaced = (bikeId: string, attempt: number) => ({ bikeId, attempt, reason: 'BikeMisplaced' });

describe('what is tried after a failure', () => {
  it.each<[string, number, number, boolean, NextTry]>([
    ['HardwareFault', 1, 1, true, 'sameBike'],
    ['HardwareFault', 2, 1, true, 'otherBike'],
    ['HardwareFault', 1, 2, true, 'sameBike'],
    ['HardwareFault', 2, 2, true, 'none'],
    ['HardwareFault', 3, 2, true, 'none'],
    ['HardwareFault', 1, 1, false, 'otherBike'],
    ['HardwareFault', 1, 2, false, 'none'],
    ['BikeMisplaced', 1, 1, true, 'otherBike'],
    ['BikeMisplaced', 2, 1, true, 'otherBike'],
    ['BikeMisplaced', 1, 2, true, 'none'],
    ['PowerLost', 1, 1, true, 'none'],
    ['CommandRefused', 1, 1, true, 'none'],
  ])('after %s, at try %d of bike %d, still held: %s, is: %s', (reason, tries, bikes, isOurs, expected) => {
    expect(nextTry({ reason, tries, bikes, isOurs })).toBe(expected);
  });

  it('never takes more than four attempts, whatever fails', () => {
    for (const reasons of [['HardwareFault'], ['BikeMisplaced'], ['BikeMisplaced', 'HardwareFault']]) {
      const swaps: Swap[] = [];
      let bikeId: string | undefined = 'bike-1';
      while (bikeId) {
        const reason = reasons[swaps.length % reasons.length] ?? '';
        const decision = nextTry({ reason, isOurs: true, ...countTries(swaps, bikeId) });
        const failed = { bikeId, stoodAt: { kiosk: KIOSK, bay: 1 } };
        swaps.push({ attempt: swaps.length + 1, at: minute(0), failed, isWithdrawn: false, decision });
        bikeId = { sameBike: bikeId, otherBike: `bike-${swaps.length + 1}`, none: undefined }[decision];
      }

      expect(swaps.length).toBeLessThanOrEqual(4);
      expect(new Set(swaps.map(({ failed }) => failed.bikeId)).size).toBeLessThanOrEqual(2);
    }
  });
});

describe('swapping a bike', () => {
  it('returns the same bike once more after a jam, and tells nothing', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    const swapped = await city.swap(1, jam('market-1', 1));

    expect(swapped).toEqual({ slot: 1, bikeId: 'market-1', bay: 1, attempt: 2 });
    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(1) });
    expect(city.told.map(({ type }) => type)).toEqual(['BikeReserved']);
  });

  it('withdraws a bike that jams twice, and gives the slot to the next that stands there', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    await city.swap(1, jam('market-1', 1));
    city.clock.set(minute(3));

    const swapped = await city.swap(1, jam('market-1', 2));

    expect(swapped).toEqual({ slot: 1, bikeId: 'market-2', bay: 2, attempt: 3 });
    expect(await city.bike('market-1')).toEqual({ state: 'non_operational', hold: undefined, kioskId: KIOSK });
    expect(await city.bike('market-2')).toMatchObject({ state: 'reserved', hold: holdBy(1) });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(1)]);
    const about = { at: minute(3), rentalId: rentalId(1), slot: 1, kioskId: KIOSK };
    expect(city.told.slice(1)).toEqual([
      { type: 'BikeWithdrawn', bikeId: 'market-1', bay: 1, ...about },
      { type: 'BikeReserved', bikeId: 'market-2', bay: 2, ...about },
    ]);
  });

  it('does not try a bike again that is not where it should be', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    const swapped = await city.swap(1, misplaced('market-1', 1));

    expect(swapped).toMatchObject({ bikeId: 'market-2', attempt: 2 });
    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational' });
  });

  it('returns the same answer to a repeated command, however much later, and tells the same again', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    const first = await city.swap(1, jam('market-1', 1));
    const second = await city.swap(1, jam('market-1', 2));
    const told = city.told.slice(1);
    city.clock.set(minute(5));
    const third = await city.swap(1, jam('market-2', 3));

    const again = [
      await city.swap(1, jam('market-1', 1)),
      await city.swap(1, jam('market-1', 2)),
      await city.swap(1, jam('market-2', 3)),
    ];

    expect(third).toMatchObject({ bikeId: 'market-2', attempt: 4 });
    expect(again).toEqual([first, second, third]);
    expect(city.told.slice(-2)).toEqual(told);
    expect(await city.bike('market-3')).toMatchObject({ state: 'available' });
  });

  it('gives up after two bikes, also when asked again once another has come, and the undo withdraws the last', async () => {
    const city = await town(dynamo, { [KIOSK]: 3 });
    await city.reserve(1);
    await city.swap(1, jam('market-1', 1));
    await city.swap(1, jam('market-1', 2));
    await city.swap(1, jam('market-2', 3));

    await expect(city.swap(1, jam('market-2', 4))).rejects.toMatchObject({ name: 'BikeUnavailable' });
    await expect(city.swap(1, jam('market-2', 4))).rejects.toMatchObject({ name: 'BikeUnavailable' });
    await city.giveUp(1, 1, 'HardwareFault');

    expect(await city.bike('market-2')).toMatchObject({ state: 'non_operational', hold: undefined });
    expect(await city.availability()).toEqual({ bikesAvailable: 1, bikesOut: 0 });
    const ends = city.told.slice(-3).map((event) => [event.type, event.bikeId]);
    expect(ends).toEqual([
      ['BikeReleased', 'market-2'],
      ['BikeWithdrawn', 'market-1'],
      ['BikeWithdrawn', 'market-2'],
    ]);
  });

  it('makes the party smaller when no other bike stands there, and stays with that when one comes', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 1 });
    await city.reserve(1);

    await expect(city.swap(1, misplaced('market-1', 1))).rejects.toMatchObject({ name: 'BikeUnavailable' });
    await city.docked('harbour-1', 5, minute(1));
    await expect(city.swap(1, misplaced('market-1', 1))).rejects.toMatchObject({ name: 'BikeUnavailable' });
    const { slots } = await city.giveUp(1, 1, 'BikeMisplaced');

    expect(slots).toEqual([{ slot: 1, outcome: 'released' }]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational' });
    expect(await city.availability()).toEqual({ bikesAvailable: 1, bikesOut: 0 });
  });

  it('offers the second bike again that nobody took, and never the first that failed', async () => {
    const city = await town(dynamo, { [KIOSK]: 2 });
    await city.reserve(1);
    await city.swap(1, misplaced('market-1', 1));

    await city.giveUp(1, 1, 'BikeNotTaken');

    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational' });
    expect(await city.bike('market-2')).toMatchObject({ state: 'available' });
  });

  it('leaves the bikes of the other places of the party alone', async () => {
    const city = await town(dynamo, { [KIOSK]: 3 });
    await city.reserve(1, { bikes: 2 });

    const swapped = await city.swap(1, { ...misplaced('market-2', 1), slot: 2 });

    expect(swapped).toEqual({ slot: 2, bikeId: 'market-3', bay: 3, attempt: 2 });
    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(1, 1) });
  });

  it('gives the slot to another bike when the jammed one was taken by somebody else meanwhile', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    await city.taken(2, 1, 'market-1', minute(1));

    const swapped = await city.swap(1, jam('market-1', 1));

    expect(swapped).toMatchObject({ bikeId: 'market-2' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(2) });
    expect(city.told.map(({ type }) => type)).not.toContain('BikeWithdrawn');
  });

  it('refuses a place that was given up, one whose bike is gone, and one that never was', async () => {
    const city = await town(dynamo);
    await city.reserve(1, { bikes: 2 });
    await city.release(1, 1);
    await city.taken(1, 2, 'market-2', minute(1));

    await expect(city.swap(1, jam('market-1', 1))).rejects.toMatchObject({ name: 'ReservationReleased' });
    await expect(city.swap(1, { ...jam('market-2', 1), slot: 2 })).rejects.toMatchObject({ name: 'BikeNotReserved' });
    await expect(city.swap(7, jam('market-1', 1))).rejects.toMatchObject({ name: 'BikeNotReserved' });
  });

  it('refuses a bike that the slot does not stand for', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    await expect(city.swap(1, jam('market-3', 1))).rejects.toMatchObject({ name: 'BikeNotReserved' });

    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved' });
  });

  it('lets go of the second bike when the sensor says that the first was taken after all', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    await city.swap(1, misplaced('market-1', 1));

    await city.taken(1, 1, 'market-1', minute(1));
    await city.docked('market-1', 4, minute(20));

    expect(await city.bike('market-2')).toMatchObject({ state: 'available', hold: undefined });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
    expect(city.told.at(-1)).toMatchObject({ type: 'TripEnded', bikeId: 'market-1', at: minute(20) });
  });

  it('keeps two bikes that left on one place from everybody else, and ends the trip with the first alone', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    await city.swap(1, misplaced('market-1', 1));
    await city.taken(1, 1, 'market-1', minute(1));

    await city.taken(1, 1, 'market-2', minute(2));
    await city.docked('market-2', 2, minute(10));

    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
    expect(await city.bike('market-2')).toMatchObject({ state: 'available', kioskId: KIOSK });
    expect(city.told.at(-1)).toMatchObject({ type: 'BikeFound', bikeId: 'market-2' });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(1)]);
  });

  it('has the second of two bikes on one place out although the first is back already', async () => {
    const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 });
    await city.reserve(1);
    await city.swap(1, misplaced('market-1', 1));
    await city.taken(1, 1, 'market-1', minute(1));
    await city.docked('market-1', 5, minute(10), 'harbour');

    await city.taken(1, 1, 'market-2', minute(2));

    expect(await city.bike('market-1')).toMatchObject({ state: 'available', kioskId: 'harbour' });
    expect(await city.bike('market-2')).toEqual({ state: 'on_trip', hold: holdBy(1), kioskId: undefined });
  });

  it.each(['market-1', 'market-2'])('goes on where it stopped before it wrote %s', async (stopped) => {
    let isStopped = false;
    const reach = through((items) => ({
      ...items,
      save: async (item) => {
        if (isStopped && item.pk.endsWith(stopped)) {
          isStopped = false;
          throw new Error('The function was stopped.');
        }
        return items.save(item);
      },
    }));
    const city = await town(dynamo, { [KIOSK]: 2 }, reach);
    await city.reserve(1);
    isStopped = true;
    await expect(city.swap(1, misplaced('market-1', 1))).rejects.toThrow('stopped');

    const swapped = await city.swap(1, misplaced('market-1', 1));

    expect(swapped).toMatchObject({ bikeId: 'market-2', attempt: 2 });
    expect(city.told.map(({ type }) => type)).toEqual(['BikeReserved', 'BikeWithdrawn', 'BikeReserved']);
    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational', hold: undefined });
    expect(await city.bike('market-2')).toMatchObject({ state: 'reserved', hold: holdBy(1) });
  });

  it.each(['market-1', 'market-2'])(
    'leaves no bike behind when it stopped before %s and is undone',
    async (stopped) => {
      let isStopped = false;
      const reach = through((items) => ({
        ...items,
        save: async (item) => {
          if (isStopped && item.pk.endsWith(stopped)) throw new Error('The function was stopped.');
          return items.save(item);
        },
      }));
      const city = await town(dynamo, { [KIOSK]: 2 }, reach);
      await city.reserve(1);
      isStopped = true;
      await expect(city.swap(1, misplaced('market-1', 1))).rejects.toThrow('stopped');
      isStopped = false;

      await city.giveUp(1, 1, 'BikeMisplaced');

      expect(await city.bike('market-1')).toEqual({ state: 'non_operational', hold: undefined, kioskId: KIOSK });
      expect((await city.bike('market-2')).hold).toBeUndefined();
      expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
    },
  );
});
