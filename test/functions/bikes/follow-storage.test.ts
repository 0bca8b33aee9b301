import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { FAMILY, holdBy, KIOSK, minute, rentalId, type Town, town } from './town.ts';

const dynamo = useDynamo();

const types = (city: Town) => city.told.map(({ type }) => type);

describe('starting a trip', () => {
  it('starts when the sensor lost the bike, once, whoever tells of it first', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    await city.taken(1, 1, 'market-1', minute(2));
    const started = await city.start(1, 1, 'market-1', minute(2));
    const again = await city.start(1, 1, 'market-1', minute(2));

    expect(started).toEqual({ slot: 1, bikeId: 'market-1', startedAt: minute(2) });
    expect(again).toEqual(started);
    expect(await city.bike('market-1')).toEqual({ state: 'on_trip', hold: holdBy(1), kioskId: undefined });
    expect(await city.availability()).toEqual({ bikesAvailable: 2, bikesOut: 1 });
  });

  it('refuses a bike that the rental has not reserved, or has released', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    await expect(city.start(1, 1, 'market-2', minute(2))).rejects.toMatchObject({ name: 'BikeNotReserved' });
    await expect(city.start(2, 1, 'market-1', minute(2))).rejects.toMatchObject({ name: 'BikeNotReserved' });
    await city.release(1, 1);
    await expect(city.start(1, 1, 'market-1', minute(2))).rejects.toMatchObject({ name: 'BikeNotReserved' });

    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });
});

describe('what the sensors saw', () => {
  it('puts a bike on a trip although its reservation was released, and counts it against the limit', async () => {
    const city = await town(dynamo);
    await city.reserve(1);
    await city.release(1, 1);

    await city.taken(1, 1, 'market-1', minute(2));

    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(1)]);
    expect(types(city)).toEqual(['BikeReserved', 'BikeReleased', 'TripStarted']);
  });

  it('takes the bike from the rental that had reserved it since: that bike is gone', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);
    await city.release(1, 1);
    await city.reserve(2, { partyRef: 'household_fedcba9876543210' });

    await city.taken(1, 1, 'market-1', minute(2));
    await city.release(2, 1);

    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
    expect(await city.availability(KIOSK, 'household_fedcba9876543210')).toMatchObject({ bikesOut: 0 });
  });

  it('lets go of the reserved bike when the rider left with another', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    await city.taken(1, 1, 'market-2', minute(2));

    expect(await city.bike('market-1')).toMatchObject({ state: 'available', hold: undefined });
    expect(await city.bike('market-2')).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
  });

  it('makes a returned bike available where it stands, ends the trip and frees the place', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    await city.reserve(1);
    await city.start(1, 1, 'market-1', minute(2));

    await city.docked('market-1', 7, minute(30), 'harbour');

    expect(await city.bike('market-1')).toEqual({ state: 'available', hold: undefined, kioskId: 'harbour' });
    expect(await city.availability('harbour')).toEqual({ bikesAvailable: 1, bikesOut: 0 });
    expect(city.told.at(-1)).toEqual({
      type: 'TripEnded',
      at: minute(30),
      rentalId: rentalId(1),
      slot: 1,
      bikeId: 'market-1',
      kioskId: 'harbour',
      bay: 7,
    });
  });

  it('tells the end of a trip again when the fact is repeated, also once the bike is reserved anew', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);
    await city.start(1, 1, 'market-1', minute(2));
    await city.docked('market-1', 1, minute(30));
    const ended = city.told.at(-1);
    await city.reserve(2);

    await city.docked('market-1', 1, minute(30));
    await city.taken(1, 1, 'market-1', minute(2));

    expect(city.told.at(-1)).toEqual(ended);
    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(2) });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([holdBy(2)]);
  });

  it('ends a trip whose beginning is told after its end, at the time of the return', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    await city.reserve(1);
    await city.docked('market-1', 7, minute(30), 'harbour');

    await city.taken(1, 1, 'market-1', minute(2));

    expect(await city.bike('market-1')).toEqual({ state: 'available', hold: undefined, kioskId: 'harbour' });
    expect((await city.inventory.readParty(FAMILY)).out).toEqual([]);
    expect(city.told.slice(1).map(({ type, at }) => [type, at])).toEqual([
      ['BikeFound', minute(30)],
      ['TripStarted', minute(2)],
      ['TripEnded', minute(30)],
    ]);
  });

  it('ends the trip of a kiosk that was offline at the first return after it, not at the last', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    await city.reserve(1);
    await city.release(1, 1);
    await city.docked('market-1', 7, minute(10), 'harbour');
    await city.reserve(2, { kioskId: 'harbour', partyRef: 'household_fedcba9876543210' });
    await city.taken(2, 1, 'market-1', minute(20));
    await city.docked('market-1', 2, minute(30));

    await city.taken(1, 1, 'market-1', minute(2));

    expect(city.told.at(-1)).toMatchObject({ type: 'TripEnded', rentalId: rentalId(1), at: minute(10) });
    expect(await city.bike('market-1')).toEqual({ state: 'available', hold: undefined, kioskId: KIOSK });
  });

  it('ends two trips at their own returns when those come in the wrong order', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    await city.taken(2, 1, 'market-1', minute(20));

    await city.docked('market-1', 1, minute(30));
    await city.docked('market-1', 1, minute(10));

    const ends = city.told.filter(({ type }) => type === 'TripEnded');
    expect(ends.map((end) => ['rentalId' in end && end.rentalId, end.at])).toEqual([
      [rentalId(2), minute(30)],
      [rentalId(1), minute(10)],
    ]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it('keeps a reservation when a kiosk reports anew the bike that stands reserved in it', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    await city.reserve(1);

    await city.docked('market-1', 1, minute(1));

    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(1) });
  });

  it('leaves a bike in repair when it is docked', async () => {
    const city = await town(dynamo, { [KIOSK]: 1 });
    const bike = await city.inventory.readBike('market-1');
    if (bike) await city.inventory.save({ ...bike, state: 'non_operational' });

    await city.docked('market-1', 4, minute(1));

    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational', kioskId: KIOSK });
  });

  it('tells of a bike that nobody was known to ride, and where it is missed, as often as the fact comes', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });

    await city.docked('market-1', 7, minute(30), 'harbour');
    await city.docked('market-1', 7, minute(30), 'harbour');

    const found = { type: 'BikeFound', at: minute(30), bikeId: 'market-1', kioskId: 'harbour', bay: 7 };
    expect(city.told).toEqual([
      { ...found, leftKioskId: KIOSK },
      { ...found, leftKioskId: KIOSK },
    ]);
  });

  it('refuses a bike that nobody knows, so that the event is not lost in silence', async () => {
    const city = await town(dynamo);

    await expect(city.docked('ghost', 1, minute(1))).rejects.toMatchObject({ name: 'BikeUnknown' });
    await expect(city.taken(1, 1, 'ghost', minute(1))).rejects.toMatchObject({ name: 'BikeUnknown' });
  });
});
