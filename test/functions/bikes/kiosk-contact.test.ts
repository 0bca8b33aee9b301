import { describe, expect, it } from '@jest/globals';
import type { Versioned } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { kioskOffice, typesOf } from './kiosk-office.ts';
import { KIOSK, minute, through, town } from './town.ts';

const dynamo = useDynamo();
const WEEK_MINUTES = 7 * 24 * 60;

/** A town whose kiosk spoke last at ten, and was found out of contact at twenty past. */
async function silentTown(kiosks: Record<string, number> = { [KIOSK]: 3 }) {
  const city = await town(dynamo, kiosks);
  const office = kioskOffice(dynamo, city);
  await office.boot();
  city.clock.set(minute(20));
  const watched = await office.watch();
  await office.deliver();
  return { city, office, watched };
}

describe('a kiosk of which nothing is heard', () => {
  it('is out of contact after three heartbeats that did not come, and not before', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    await office.boot();

    city.clock.set(minute(15));
    const inTime = await office.watch();
    city.clock.set(minute(16));
    const late = await office.watch();
    const again = await office.watch();

    expect([inTime.lost, late.lost, again.lost]).toEqual([0, 1, 0]);
  });

  it('has no bikes to offer: they are out of reach, each with an event', async () => {
    const { city, office } = await silentTown();

    const { kiosks } = await office.list();
    expect(await city.bike('market-1')).toMatchObject({ state: 'non_contactable', kioskId: KIOSK });
    expect(kiosks[0]).toMatchObject({
      is_in_contact: false,
      is_renting: false,
      is_returning: false,
      num_vehicles_available: 0,
      last_reported: minute(0),
    });
    expect(office.told.filter(({ type }) => type === 'BikeChanged')).toMatchObject(
      [1, 2, 3].map((bike) => ({
        detail: { bikeId: `market-${bike}`, event: 'comms_lost', state: 'non_contactable', by: `kiosk/${KIOSK}` },
      })),
    );
    await expect(city.reserve(1)).rejects.toMatchObject({ name: 'KioskNotRenting' });
    await expect(city.availability()).rejects.toMatchObject({ name: 'KioskNotRenting' });
  });

  it('that was never heard is not out of contact: it is not there yet', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    city.clock.set(minute(600));

    const { lost } = await office.watch();

    expect(lost).toBe(0);
    expect((await office.list()).kiosks[0]).toMatchObject({ is_installed: false, is_renting: false });
  });

  it.each([
    ['minutes', 30],
    ['a week', WEEK_MINUTES],
  ])('has its bikes back as they were when it speaks again after %s', async (_, after) => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    await city.change({ changeId: 'out', bikeId: 'market-2', event: 'maintenance', to: 'non_operational' });
    await office.boot();
    city.clock.set(minute(20));
    await office.watch();
    await office.deliver();
    city.clock.set(minute(after));

    await office.beat();
    await office.deliver();

    const states = await Promise.all([1, 2, 3].map((bike) => city.bike(`market-${bike}`)));
    expect(states.map(({ state }) => state)).toEqual(['available', 'non_operational', 'available']);
    expect(await city.availability()).toMatchObject({ bikesAvailable: 2 });
    expect(office.told.at(-1)).toMatchObject({ detail: { event: 'comms_restored', state: 'available' } });
  });

  it('that comes back after a week has its late facts taken in: they win over what was thought meanwhile', async () => {
    const { city, office } = await silentTown({ [KIOSK]: 3, harbour: 1 });
    await city.docked('harbour-1', 7, minute(25));
    city.clock.set(minute(WEEK_MINUTES));
    await city.taken(1, 1, 'market-1', minute(5));
    await office.fact({ type: 'BikeTaken', at: minute(5) });
    await office.deliver();
    await city.docked('market-1', 4, minute(45));

    const bikes = await Promise.all(['market-1', 'market-2', 'harbour-1'].map((bikeId) => city.bike(bikeId)));

    expect(bikes).toMatchObject([
      { state: 'available', kioskId: KIOSK },
      { state: 'available', kioskId: KIOSK },
      { state: 'available', kioskId: KIOSK },
    ]);
  });

  it('that flaps leaves its bikes as it is at last', async () => {
    const { city, office } = await silentTown();
    for (const start of [40, 80, 120]) {
      city.clock.set(minute(start));
      await office.beat();
      city.clock.set(minute(start + 20));
      await office.watch();
    }
    await office.deliver();
    const whileLost = await city.bike('market-1');
    city.clock.set(minute(150));
    await office.beat();

    await office.deliver();

    expect(whileLost).toMatchObject({ state: 'non_contactable' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'available' });
  });

  it('does not disturb a rental that is under way, and has its bike seen to once it is free', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    await office.boot();
    await city.reserve(1);
    city.clock.set(minute(20));
    await office.watch();
    await office.deliver();
    const during = await city.bike('market-1');
    await city.release(1, 1);

    await office.watch();
    await office.deliver();

    expect(during).toMatchObject({ state: 'reserved' });
    expect(await city.bike('market-1')).toMatchObject({ state: 'non_contactable', hold: undefined });
  });

  it('keeps a bike in repair in repair where a late fact says that it stands here', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    await city.change({ changeId: 'out', bikeId: 'market-1', event: 'maintenance', to: 'non_operational' });
    await office.boot();
    city.clock.set(minute(20));
    await office.watch();
    await office.deliver();

    await city.docked('market-1', 6, minute(12));

    expect(await city.bike('market-1')).toMatchObject({ state: 'non_operational', kioskId: KIOSK });
  });

  it('costs one write a minute at the most, however much it says', async () => {
    const city = await town(dynamo);
    const saved: Versioned[] = [];
    const counting = through((items) => ({
      read: items.read,
      save: (item) => {
        saved.push(item);
        return items.save(item);
      },
    }));
    const office = kioskOffice(dynamo, city, counting);
    await office.boot();
    saved.length = 0;

    for (let second = 0; second < 120; second++) {
      city.clock.set(new Date(Date.parse(minute(0)) + second * 1000).toISOString());
      await office.beat();
    }

    expect(saved).toHaveLength(1);
  });

  it('tells again of a change whose event got lost, until it is settled', async () => {
    const city = await town(dynamo);
    const office = kioskOffice(dynamo, city);
    await office.boot();
    city.clock.set(minute(20));
    await office.watch();
    office.told.length = 0;

    await office.watch();
    await office.deliver();
    await office.watch();

    expect(typesOf(office.told)).toEqual(['KioskContactLost', 'BikeChanged', 'BikeChanged', 'BikeChanged']);
  });
});
