import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { KIOSK, minute, type Town, through, town } from './town.ts';

const dynamo = useDynamo();

/** A town whose first bike was taken by rental 1 at two minutes past ten. */
async function riding(): Promise<Town> {
  const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 });
  await city.reserve(1);
  await city.start(1, 1, 'market-1', minute(2));
  return city;
}

const ride = { slot: 1, bikeId: 'market-1', startedAt: minute(2), endedAt: minute(30) };

describe('waiting for a bike to come back', () => {
  it('ends with the ride from sensor to sensor when the bike is docked, at whichever kiosk', async () => {
    const city = await riding();

    await city.awaitReturn(1, 'task-1');
    const before = [...city.heard];
    await city.docked('market-1', 7, minute(30), 'harbour');

    expect(before).toEqual([]);
    expect(city.heard).toEqual([{ token: 'task-1', ride }]);
  });

  it('ends at once when the bike is back already', async () => {
    const city = await riding();
    await city.docked('market-1', 1, minute(30));

    await city.awaitReturn(1, 'task-1');

    expect(city.heard).toEqual([{ token: 'task-1', ride }]);
  });

  it('ends at once when the trip had ended before its beginning was told', async () => {
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 });
    await city.reserve(1);
    await city.docked('market-1', 7, minute(30), 'harbour');
    await city.start(1, 1, 'market-1', minute(2));

    await city.awaitReturn(1, 'task-1');

    expect(city.heard).toEqual([{ token: 'task-1', ride }]);
  });

  it('has the newest task wait, and the one that timed out no more', async () => {
    const city = await riding();
    await city.awaitReturn(1, 'task-1');
    await city.awaitReturn(1, 'task-1');
    await city.awaitReturn(1, 'task-2');

    await city.docked('market-1', 1, minute(30));

    expect(city.heard).toEqual([{ token: 'task-2', ride }]);
  });

  it('is told again when the return is told again', async () => {
    const city = await riding();
    await city.awaitReturn(1, 'task-1');

    await city.docked('market-1', 1, minute(30));
    await city.docked('market-1', 1, minute(30));

    expect(city.heard).toEqual([
      { token: 'task-1', ride },
      { token: 'task-1', ride },
    ]);
  });

  it('hears of its own bike alone when a party has several out', async () => {
    const city = await town(dynamo);
    await city.reserve(1, { bikes: 2 });
    await city.taken(1, 1, 'market-1', minute(2));
    await city.taken(1, 2, 'market-2', minute(3));
    await city.awaitReturn(1, 'task-1', 1);
    await city.awaitReturn(1, 'task-2', 2);

    await city.docked('market-2', 2, minute(9));

    expect(city.heard).toEqual([
      { token: 'task-2', ride: { slot: 2, bikeId: 'market-2', startedAt: minute(3), endedAt: minute(9) } },
    ]);
  });

  it('ends when the beginning is told to its end after the return was told', async () => {
    let isStopped = false;
    const reach = through((items) => ({
      ...items,
      save: async (item) => {
        if (isStopped && item.pk.startsWith('bike')) throw new Error('The function was stopped.');
        return items.save(item);
      },
    }));
    const city = await town(dynamo, { [KIOSK]: 1, harbour: 0 }, reach);
    await city.reserve(1);
    isStopped = true;
    await expect(city.taken(1, 1, 'market-1', minute(2))).rejects.toThrow('stopped');
    isStopped = false;
    await city.awaitReturn(1, 'task-1');
    await city.docked('market-1', 7, minute(30), 'harbour');
    const before = [...city.heard];

    await city.taken(1, 1, 'market-1', minute(2));

    expect(before).toEqual([]);
    expect(city.heard).toEqual([{ token: 'task-1', ride }]);
  });

  it('refuses a slot for which nothing was taken', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    await expect(city.awaitReturn(1, 'task-1')).rejects.toMatchObject({ name: 'BikeNotReserved' });
    await expect(city.awaitReturn(2, 'task-1')).rejects.toMatchObject({ name: 'BikeNotReserved' });
  });

  it('tells the workflow alone of its token', async () => {
    const city = await riding();
    await city.awaitReturn(1, 'secret-token');

    await city.overdue(1);
    await city.docked('market-1', 1, minute(30));

    expect(JSON.stringify(city.told)).not.toContain('secret-token');
  });

  it('ends on redelivery of the return when it stopped before it told the task', async () => {
    const city = await riding();
    await city.awaitReturn(1, 'task-1');
    const push = city.heard.push.bind(city.heard);
    city.heard.push = () => {
      city.heard.push = push;
      throw new Error('The function was stopped.');
    };
    await expect(city.docked('market-1', 1, minute(30))).rejects.toThrow('stopped');

    await city.docked('market-1', 1, minute(30));

    expect([...city.heard]).toEqual([{ token: 'task-1', ride }]);
    expect(city.told.at(-1)).toMatchObject({ type: 'TripEnded' });
  });
});

describe('a rider at a full kiosk', () => {
  const rideWith = async (city: Town) => {
    await city.awaitReturn(1, 'task-1');
    await city.docked('market-1', 7, minute(30), 'harbour');
    return city.heard.at(-1)?.ride;
  };

  it('has the ride say when there was no dock first, however often and in whichever order that is told', async () => {
    const city = await riding();
    await city.noDock('market-1', minute(22));
    await city.noDock('market-1', minute(20));
    await city.noDock('market-1', minute(20));
    await city.noDock('market-1', minute(25), 'harbour');

    expect(await rideWith(city)).toEqual({ ...ride, noDockAt: minute(20) });
  });

  it('is believed also where the return was told first', async () => {
    const city = await riding();
    await city.docked('market-1', 7, minute(30), 'harbour');
    await city.noDock('market-1', minute(20));

    await city.awaitReturn(1, 'task-1');

    expect(city.heard.at(-1)?.ride).toEqual({ ...ride, noDockAt: minute(20) });
  });

  it('changes nothing about a ride that had not begun, or was over', async () => {
    const city = await riding();
    await city.noDock('market-1', minute(1));
    const ended = await rideWith(city);

    await city.noDock('market-1', minute(31));
    await city.awaitReturn(1, 'task-2');

    expect(ended).toEqual(ride);
    expect(city.heard.at(-1)).toEqual({ token: 'task-2', ride });
  });

  it('is noted for the rider who had the bike then, and not for the next', async () => {
    const city = await riding();
    await city.docked('market-1', 1, minute(30));
    await city.taken(2, 1, 'market-1', minute(40));

    await city.noDock('market-1', minute(20));
    await city.awaitReturn(1, 'task-1');
    await city.awaitReturn(2, 'task-2');
    await city.docked('market-1', 1, minute(50));

    expect(city.heard.map(({ ride: { noDockAt } }) => noDockAt)).toEqual([minute(20), undefined]);
  });

  it('is refused with a bike that nobody knows, so that the event is not lost in silence', async () => {
    const city = await town(dynamo);

    await expect(city.noDock('ghost', minute(1))).rejects.toMatchObject({ name: 'BikeUnknown' });
  });
});

describe('an overdue bike', () => {
  it('is told of once, at the time when it was first found to be', async () => {
    const city = await riding();
    city.clock.set(minute(50));
    await city.overdue(1);
    city.clock.set(minute(55));
    await city.overdue(1);

    const overdue = city.told.filter(({ type }) => type === 'BikeOverdue');
    expect(overdue.map(({ at, kioskId }) => [at, kioskId])).toEqual([
      [minute(50), KIOSK],
      [minute(50), KIOSK],
    ]);
  });

  it('is not told of when it is back meanwhile', async () => {
    const city = await riding();
    await city.docked('market-1', 1, minute(30));

    await city.overdue(1);

    expect(city.told.map(({ type }) => type)).not.toContain('BikeOverdue');
  });

  it('still ends its ride when it comes back', async () => {
    const city = await riding();
    await city.overdue(1);
    await city.awaitReturn(1, 'task-2');

    await city.docked('market-1', 1, minute(30));

    expect(city.heard).toEqual([{ token: 'task-2', ride }]);
  });

  it('is refused where nothing was taken', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    await expect(city.overdue(1)).rejects.toMatchObject({ name: 'BikeNotReserved' });
  });
});

describe('a missing bike', () => {
  const late = minute(2 * 24 * 60);

  it('ends its ride now, once, frees the place of its rider, and is told of', async () => {
    const city = await riding();
    city.clock.set(late);

    const first = await city.missing(1);
    city.clock.set(minute(3 * 24 * 60));
    const second = await city.missing(1);

    expect(first).toEqual({ ...ride, endedAt: late, isMissing: true });
    expect(second).toEqual(first);
    expect(await city.bike('market-1')).toEqual({ state: 'missing', hold: undefined, kioskId: undefined });
    expect(await city.availability()).toEqual({ bikesAvailable: 1, bikesOut: 0 });
    const missing = city.told.filter(({ type }) => type === 'BikeMissing');
    expect(missing).toMatchObject([
      { at: late, bikeId: 'market-1', kioskId: KIOSK },
      { at: late, bikeId: 'market-1', kioskId: KIOSK },
    ]);
    expect(city.told.map(({ type }) => type)).not.toContain('TripEnded');
  });

  it('is a ride like any other when it came back meanwhile', async () => {
    const city = await riding();
    await city.docked('market-1', 1, minute(30));
    city.clock.set(late);

    const answer = await city.missing(1);

    expect(answer).toEqual({ ...ride, isMissing: false });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it('is available where it is found, and ends no trip twice', async () => {
    const city = await riding();
    city.clock.set(late);
    const reported = await city.missing(1);

    await city.docked('market-1', 7, minute(3 * 24 * 60), 'harbour');
    await city.taken(1, 1, 'market-1', minute(2));
    const again = await city.missing(1);

    expect(again).toEqual(reported);
    expect(await city.bike('market-1')).toEqual({ state: 'available', hold: undefined, kioskId: 'harbour' });
    const ends = city.told.filter(({ type }) => type === 'TripEnded' || type === 'BikeFound');
    expect(ends).toEqual([
      { type: 'BikeFound', at: minute(3 * 24 * 60), bikeId: 'market-1', kioskId: 'harbour', bay: 7 },
    ]);
  });

  it('is available where it stood all the time, when an offline kiosk tells of that at last', async () => {
    const city = await riding();
    city.clock.set(late);
    await city.missing(1);

    await city.docked('market-1', 7, minute(30), 'harbour');

    expect(await city.bike('market-1')).toMatchObject({ state: 'available', kioskId: 'harbour' });
    expect(city.told.at(-1)).toMatchObject({ type: 'BikeFound', at: minute(30) });
  });

  it('is not missing that another rider took since: the ride ended then at the latest', async () => {
    const city = await riding();
    await city.taken(2, 1, 'market-1', minute(40));
    city.clock.set(late);

    const answer = await city.missing(1);

    expect(answer).toEqual({ ...ride, endedAt: minute(40), isMissing: false });
    expect(await city.bike('market-1')).toMatchObject({ state: 'on_trip' });
    expect(city.told.at(-1)).toMatchObject({ type: 'TripEnded', at: minute(40) });
    expect(city.told.map(({ type }) => type)).not.toContain('BikeMissing');
  });

  it('is refused where nothing was taken', async () => {
    const city = await town(dynamo);
    await city.reserve(1);

    await expect(city.missing(1)).rejects.toMatchObject({ name: 'BikeNotReserved' });
  });

  it.each(['party', 'bike'])('is missing on the next try when it stopped before it wrote the %s', async (stopped) => {
    let isStopped = false;
    const reach = through((items) => ({
      ...items,
      save: async (item) => {
        if (isStopped && item.pk.startsWith(stopped)) throw new Error('The function was stopped.');
        return items.save(item);
      },
    }));
    const city = await town(dynamo, { [KIOSK]: 1 }, reach);
    await city.reserve(1);
    await city.taken(1, 1, 'market-1', minute(2));
    city.clock.set(minute(50));
    isStopped = true;
    await expect(city.missing(1)).rejects.toThrow('stopped');
    isStopped = false;
    city.clock.set(minute(55));

    const answer = await city.missing(1);

    expect(answer).toMatchObject({ endedAt: minute(50), isMissing: true });
    expect(await city.bike('market-1')).toMatchObject({ state: 'missing' });
    expect(await city.availability()).toEqual({ bikesAvailable: 0, bikesOut: 0 });
  });
});
