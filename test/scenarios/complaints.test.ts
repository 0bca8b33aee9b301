import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bikeOf, bringBack, executionOf, itemOf, riderAt, viewOf } from './people.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * What riders of other cities complain of, each as a case that can no longer happen: issues of gira-mais, mGira and
 * Open-Locker, and what newspapers wrote. Seats and their order are not of this scenario; sagas are tried in
 * test/functions/payments.
 */
describe('what riders complain of', () => {
  let city: VirtualCity;

  beforeEach(async () => {
    city = await openVirtualCity();
  });
  afterEach(() => city.close());

  const ended = (rentalId: string) =>
    viewOf(city, rentalId, 'to be over', ({ status }) => !['requested', 'preparing'].includes(status));
  const paid = (rentalId: string) =>
    viewOf(city, rentalId, 'to be paid', ({ payment }) => payment?.receipt !== undefined);
  const rentsAgain = async (name: string, kioskId: string) =>
    (await riderAt(city, name, kioskId).rent({ bikes: 1 })).status;

  it('“nothing happens at the dock, yet my trip is active and blocks me” (gira-mais#53)', async () => {
    const priya = riderAt(city, 'Priya', 'library');
    priya.kiosk.machine.fault('jam', 'always');
    const { bikes } = await ended(await priya.ask({ bikes: 1 }));
    await city.pass(5 * SECOND);

    expect(bikes.flatMap(({ steps }) => steps.map(({ step }) => step))).not.toContain('onTrip');
    expect(await rentsAgain('Priya', 'university')).toBe('handedOver');
  });

  it('“unlocking at a disabled station made a ghost ride and blocked my account for hours” (gira-mais#23)', async () => {
    const priya = riderAt(city, 'Priya', 'library');
    await priya.scan();
    const rentalId = priya.kiosk.rent(1);
    await viewOf(city, rentalId, 'to begin', ({ status }) => status === 'preparing');
    const mend = city.cutOff('library');
    const view = await viewOf(city, rentalId, 'to give up', ({ status }) => status === 'refused');
    await city.pass(5 * SECOND);

    expect(view.bikes[0]?.steps.map(({ step }) => step)).not.toContain('onTrip');
    expect(await rentsAgain('Priya', 'university')).toBe('handedOver');
    mend();
    await city.pass(MINUTE);
    expect(city.kiosk('library').machine.read().door).toBe('closed');
  });

  it('“the dock locked and said so, the trip stayed open, and I must pay” (mGira#79)', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.pass(12 * MINUTE);
    const mend = city.cutOff('library');
    await bringBack(city, bikeId, 'library');
    const receipt = await city.until('the receipt', () => city.kiosk('library').state().returning?.receipt);
    await city.pass(HOUR);
    await city.restHearts();
    await city.pass(19 * HOUR);
    mend();

    const { payment, status } = await paid(view.rentalId);

    expect(receipt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(status).toBe('returned');
    expect(payment?.receipt?.lines[0]?.minutes).toBeLessThanOrEqual(14);
  });

  it('“the dock did not lock; a stranger rode for three hours on my bill” (mGira#106)', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    const dock = city.kiosk('library');
    await city.pass(12 * MINUTE);
    const inAt = city.clock.now();
    dock.machine.fault('jam', 'once');
    await bringBack(city, bikeId, 'library');

    const { payment } = await paid(view.rentalId);

    const endedAt = Date.parse(payment?.receipt?.lines[0]?.endedAt ?? '');
    expect(endedAt - inAt).toBeLessThan(5 * SECOND);
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', kioskId: 'library' });
  });

  it('“thirty minutes were billed as two and a half hours” (mGira#102)', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    await city.pass(30 * MINUTE);
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'library');
    const { payment } = await paid(view.rentalId);

    expect(payment?.receipt?.lines[0]?.minutes).toBeLessThanOrEqual(32);
    expect(payment?.receipt?.total).toBeLessThanOrEqual(100 + 32 * 15);
  });

  it('“the API answers a ghost trip exactly like no trip” (mGira#59)', async () => {
    const priya = riderAt(city, 'Priya', 'library');
    priya.kiosk.machine.fault('jam', 'always');
    const rentalId = await priya.ask({ bikes: 1 });
    const refused = await ended(rentalId);
    const none = await itemOf(city, 'OrchestrationRentals', { rentalId: '00000000-0000-4000-8000-000000000000' });

    expect(refused).toMatchObject({ status: 'refused', reason: 'HardwareFault' });
    expect(none).toBeUndefined();
  });

  it('“the dock will not release, and the bike listed at the next dock is not there” (gira-mais#106)', async () => {
    const tariq = riderAt(city, 'Tariq', 'swan-bridge');
    const { machine } = tariq.kiosk;
    const listed = machine.read().bays.get(1) ?? '';
    // Somebody has carried a bike off past every sensor: the record says bay 1, and the bay is empty.
    machine.vanish(1);

    const view = await tariq.rent({ bikes: 1 });

    expect(view.status).toBe('handedOver');
    expect(view.bikes.at(-1)?.bikeId).not.toBe(listed);
    expect(await bikeOf(city, listed)).toMatchObject({ state: 'non_operational' });
  });

  it('“an unlock pulse is taken for an opened door; a jam strands me” (Open-Locker#94, #252)', async () => {
    const priya = riderAt(city, 'Priya', 'library');
    priya.kiosk.machine.fault('door', 'always');
    const view = await ended(await priya.ask({ bikes: 1 }));

    expect(view.status).toBe('refused');
    expect(view.bikes.flatMap(({ steps }) => steps.map(({ step }) => step))).not.toContain('taken');
    expect(await rentsAgain('Priya', 'university')).toBe('handedOver');
  });

  it('“a false reading says that the bike is gone while the door is shut” (Open-Locker#302)', async () => {
    const priya = riderAt(city, 'Priya', 'library');
    await priya.scan();
    priya.kiosk.machine.fault('sensor', 'always');
    const view = await ended(priya.kiosk.rent(1));

    expect(view.bikes.flatMap(({ steps }) => steps.map(({ step }) => step))).not.toContain('taken');
    expect(view.status).toBe('refused');
  });

  it('“a late command opened a door” (Open-Locker#134)', async () => {
    const priya = riderAt(city, 'Priya', 'library');
    await priya.scan();
    const rentalId = priya.kiosk.rent(1);
    await viewOf(city, rentalId, 'to begin', ({ status }) => status === 'preparing');
    const mend = city.cutOff('library');
    let opened = false;
    priya.kiosk.machine.onChange(() => {
      opened ||= priya.kiosk.machine.read().door === 'open';
    });
    await city.pass(HOUR);
    mend();
    await city.pass(5 * MINUTE);

    expect(opened).toBe(false);
    expect(await executionOf(city, 'rental', rentalId)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('“265 dollars after I docked at a station that was offline”', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.pass(15 * MINUTE);
    const mend = city.cutOff('library');
    await bringBack(city, bikeId, 'library');
    await city.pass(HOUR);
    await city.restHearts();
    await city.pass(22 * HOUR);
    mend();

    const { payment } = await paid(view.rentalId);

    expect(payment?.receipt?.captured).toBeLessThanOrEqual(100 + 17 * 15);
  });
});
