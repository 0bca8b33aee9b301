import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bikeOf, bringBack, pauseSchedules, riderAt, viewOf } from './people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the ride and the return', () => {
  let city: VirtualCity;

  beforeEach(async () => {
    city = await openVirtualCity();
    // Days of it would find nothing here; test/scenarios/complaints has both.
    await pauseSchedules(city);
  });
  afterEach(() => city.close());

  const paid = (rentalId: string, withinMs?: number) =>
    viewOf(city, rentalId, 'to be paid', ({ payment }) => payment?.receipt !== undefined, withinMs);

  it('ends a visitor’s ride when the sensor reads the bike, although the kiosk is offline for hours', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.pass(30 * MINUTE);
    const mend = city.cutOff('library');
    await bringBack(city, bikeId, 'library');
    await city.pass(5 * HOUR);

    mend();
    const { payment } = await paid(view.rentalId);

    expect(payment?.receipt?.lines[0]?.minutes).toBeLessThanOrEqual(32);
    expect(payment?.receipt?.total).toBeLessThanOrEqual(100 + 32 * 15);
  });

  it('bills half an hour as half an hour, and never two and a half', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    await city.pass(30 * MINUTE);
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'library');
    const { payment } = await paid(view.rentalId);

    const [line] = payment?.receipt?.lines ?? [];
    const sensed = Date.parse(line?.endedAt ?? '') - Date.parse(line?.startedAt ?? '');
    expect(line?.minutes).toBe(Math.ceil(sensed / MINUTE));
  });

  it('does not bill the first rider for what a stranger rides after the return', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.pass(10 * MINUTE);
    await bringBack(city, bikeId, 'rope-walk');
    const first = await paid(view.rentalId);
    const stranger = await riderAt(city, 'Tariq', 'rope-walk').rent({ bikes: 1 });
    await city.pass(3 * HOUR);
    await bringBack(city, bikeId, 'library');
    await paid(stranger.rentalId);

    const again = await paid(view.rentalId);

    expect(stranger.bikes[0]?.bikeId).toBe(bikeId);
    expect(again.payment).toEqual(first.payment);
  });

  it('reminds a rider after a day, and takes a bike back that comes late', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.restHearts();
    const overdue = await viewOf(
      city,
      view.rentalId,
      'to be overdue',
      ({ bikes }) => bikes[0]?.step === 'overdue',
      25 * HOUR,
    );
    await bringBack(city, bikeId, 'library');

    const { payment, status } = await paid(view.rentalId);

    expect(overdue.status).toBe('handedOver');
    expect(status).toBe('returned');
    expect(payment).toMatchObject({ status: 'captured' });
    expect(payment?.receipt?.captured).toBeLessThanOrEqual(1_800);
  });

  it('ends the ride of a bike that is missing, frees its rider, and is glad when it is found again', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.restHearts();
    const { payment } = await paid(view.rentalId, 49 * HOUR);
    const missing = await bikeOf(city, bikeId);
    await bringBack(city, bikeId, 'hospital');
    await city.pass(MINUTE);

    expect(payment?.receipt?.lines[0]).toMatchObject({ isMissing: true });
    expect(payment?.receipt?.captured).toBe(1_800);
    expect(missing).toMatchObject({ state: 'missing' });
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', kioskId: 'hospital' });
  });

  it('lets nobody pay for looking for a free dock', async () => {
    const full = city.kiosk('swan-bridge');
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.pass(10 * MINUTE);
    full.machine.dock(bikeId);
    const turned = await city.until('the kiosk to say that it is full', () => {
      const { returning } = full.state();
      return returning?.phase === 'full' && returning;
    });
    full.machine.leave();
    await city.pass(9 * MINUTE);
    await bringBack(city, bikeId, 'harbour-steps');
    const { payment } = await paid(view.rentalId);

    expect(turned.bikeId).toBe(bikeId);
    const [line] = payment?.receipt?.lines ?? [];
    expect(line?.graceMinutes).toBeGreaterThanOrEqual(8);
    expect(payment?.receipt?.total).toBe(100 + 15 * ((line?.minutes ?? 0) - (line?.graceMinutes ?? 0)));
  });

  it('frees the household’s place when the bike is back, although it came to a stranger’s kiosk', async () => {
    const view = await riderAt(city, 'Priya', 'library').rent({ bikes: 1 });
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'stadium');
    await city.pass(MINUTE);

    const again = await riderAt(city, 'Priya', 'university').rent({ bikes: 1 });

    expect(again.status).toBe('handedOver');
  });
});
