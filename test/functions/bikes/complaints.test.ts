import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { FAMILY, holdBy, KIOSK, minute, rentalId, town } from './town.ts';

const dynamo = useDynamo();

const STRANGER = 'household_fedcba9876543210';
const kiosks = { [KIOSK]: 3, harbour: 0 };

describe('a rider who complains', () => {
  it('"I docked it twice": the first return ends the ride, and the second costs nothing', async () => {
    const city = await town(dynamo, kiosks);
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    await city.awaitReturn(1, 'task-1');

    await city.docked('market-1', 1, minute(30));
    await city.docked('market-1', 2, minute(33));

    expect(city.heard).toMatchObject([{ ride: { endedAt: minute(30) } }]);
    expect(city.told.filter(({ type }) => type === 'TripEnded')).toMatchObject([{ at: minute(30) }]);
    expect((await city.inventory.readBike('market-1'))?.bay).toBe(2);
  });

  it('"I brought back a stranger\'s bike": the stranger\'s ride ends, and mine goes on', async () => {
    const city = await town(dynamo, kiosks);
    await city.reserve(1);
    await city.reserve(2, { partyRef: STRANGER });
    await city.taken(1, 1, 'market-1', minute(2));
    await city.taken(2, 1, 'market-2', minute(3));
    await city.awaitReturn(1, 'mine');
    await city.awaitReturn(2, 'the stranger');

    await city.docked('market-2', 7, minute(30), 'harbour');

    expect(city.heard).toMatchObject([{ token: 'the stranger', ride: { bikeId: 'market-2', endedAt: minute(30) } }]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(1) });
    expect(await city.availability(KIOSK, FAMILY)).toMatchObject({ bikesOut: 1 });
    expect(await city.availability(KIOSK, STRANGER)).toMatchObject({ bikesOut: 0 });
  });

  it('"My bike is here and over there": two kiosks take in one bike, and its rider pays until the first', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    await city.awaitReturn(1, 'task-1');

    await city.docked('market-1', 4, minute(20), 'harbour');
    await city.docked('market-1', 7, minute(25));

    expect(city.heard).toMatchObject([{ ride: { endedAt: minute(20) } }]);
    expect(city.told.slice(-2)).toMatchObject([{ type: 'TripEnded' }, { type: 'BikeFound', leftKioskId: 'harbour' }]);
    expect(await city.availability('harbour')).toMatchObject({ bikesAvailable: 0 });
  });

  it('"I took another bike than mine, and so did my child": each ride is that of the bike that was taken', async () => {
    const city = await town(dynamo, kiosks);
    await city.reserve(1, { bikes: 2 });
    await city.taken(1, 1, 'market-2', minute(2));
    await city.taken(1, 2, 'market-1', minute(3));
    await city.awaitReturn(1, 'slot-1', 1);
    await city.awaitReturn(1, 'slot-2', 2);

    await city.docked('market-1', 1, minute(10));
    await city.docked('market-2', 2, minute(20));

    expect(city.heard).toMatchObject([
      { token: 'slot-2', ride: { slot: 2, bikeId: 'market-1', startedAt: minute(3), endedAt: minute(10) } },
      { token: 'slot-1', ride: { slot: 1, bikeId: 'market-2', startedAt: minute(2), endedAt: minute(20) } },
    ]);
  });

  it('"the dock did not lock, and a stranger rode off": my ride ended when the sensor read the bike', async () => {
    const city = await town(dynamo, kiosks);
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    await city.awaitReturn(1, 'mine');

    // It stood in the hatch from 10:30, was stowed later, and a rental of the stranger's own took it at 10:35.
    await city.taken(2, 1, 'market-1', minute(35));
    await city.docked('market-1', 4, minute(200));
    await city.docked('market-1', 4, minute(30));
    await city.awaitReturn(2, 'the stranger');

    const ends = city.heard.map(({ token, ride }) => [token, ride.startedAt, ride.endedAt]);
    expect(ends).toEqual([
      ['mine', minute(2), minute(30)],
      ['the stranger', minute(35), minute(200)],
    ]);
  });

  it('"the kiosk said it took too long, but I have the bike": the ride begins when the sensor lost it', async () => {
    const city = await town(dynamo, kiosks);
    await city.reserve(1);
    await city.giveUp(1, 1, 'States.Timeout');
    await city.taken(1, 1, 'market-1', minute(4));
    await city.awaitReturn(1, 'mine');

    await city.docked('market-1', 1, minute(30));

    expect(city.heard).toMatchObject([{ ride: { startedAt: minute(4), endedAt: minute(30) } }]);
    expect(city.told.map(({ type }) => type)).toEqual(['BikeReserved', 'BikeReleased', 'TripStarted', 'TripEnded']);
  });

  it('"I had brought it back before you knew that I had it": the ride is as long as it was', async () => {
    const city = await town(dynamo, kiosks);
    await city.reserve(1);
    await city.docked('market-1', 7, minute(9), 'harbour');

    await city.taken(1, 1, 'market-1', minute(2));
    await city.awaitReturn(1, 'mine');

    expect(city.heard).toMatchObject([{ ride: { startedAt: minute(2), endedAt: minute(9) } }]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'available', kioskId: 'harbour' });
  });

  it('"somebody else has left with my bike": the ride is theirs, and my place is free once I am released', async () => {
    const city = await town(dynamo, kiosks);
    await city.reserve(1);
    await city.reserve(2, { partyRef: STRANGER });

    await city.taken(2, 1, 'market-1', minute(2));
    await city.release(1, 1);

    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip', hold: holdBy(2) });
    expect(await city.bike('market-2')).toMatchObject({ state: 'available', hold: undefined });
    expect(city.told.filter(({ type }) => type === 'TripStarted')).toMatchObject([
      { rentalId: rentalId(2), bikeId: 'market-1' },
    ]);
    expect(await city.availability(KIOSK, FAMILY)).toMatchObject({ bikesOut: 0 });
  });

  it('"I found this bike on the street": it is available where it was brought, on nobody\'s bill', async () => {
    const city = await town(dynamo, kiosks);

    await city.docked('market-3', 7, minute(9), 'harbour');

    expect(await city.bike('market-3')).toMatchObject({ state: 'available', kioskId: 'harbour' });
    expect(city.told).toMatchObject([{ type: 'BikeFound', leftKioskId: KIOSK }]);
    expect(city.heard).toEqual([]);
  });

  it('"I docked a bike of another city": it is refused by name, and the next return counts all the same', async () => {
    const city = await town(dynamo, kiosks);
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));

    await expect(city.docked('ghost', 5, minute(8))).rejects.toMatchObject({ name: 'BikeUnknown' });
    await city.docked('market-1', 1, minute(9));

    expect(await city.inventory.readBike('ghost')).toBeUndefined();
    expect(city.told.map(({ type }) => type)).toEqual(['BikeReserved', 'TripStarted', 'TripEnded']);
  });
});
