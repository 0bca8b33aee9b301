import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type KioskModeChanged, KiosksListed, type ListedKiosk } from '../../functions/bikes/kiosk-contract.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bikeOf, bringBack, command, riderAt } from './people.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
jest.setTimeout(240_000);

let city: VirtualCity;

beforeAll(async () => {
  city = await openVirtualCity();
  await city.pass(30 * SECOND);
});
afterAll(() => city.close());

async function listed(kioskId: string): Promise<ListedKiosk> {
  const { kiosks } = KiosksListed.parse(await command(city, 'ListKiosks', {}));
  const kiosk = kiosks.find(({ station_id }) => station_id === kioskId);
  if (!kiosk) throw new Error(`${kioskId} is not in the list.`);
  return kiosk;
}

/** An operator brings a kiosk into a mode, which the kiosk then hears of. */
async function setMode(kioskId: string, mode: 'open' | 'draining' | 'closed'): Promise<KioskModeChanged> {
  const changeId = `${kioskId}/${mode}/${city.clock.now()}`;
  const asked = { changeId, kioskId, mode, by: 'operator/ada', reason: 'The street is dug up.' };
  const changed = (await command(city, 'SetKioskMode', asked)) as KioskModeChanged;
  await city.pass(5 * SECOND);
  return changed;
}

const serviceOf = (kioskId: string) => city.kiosk(kioskId).state().here.service;
const bikesAt = (kioskId: string) =>
  [...city.kiosk(kioskId).machine.read().bays.values()].filter((one) => one !== null);

describe('the kiosks of a city', () => {
  it('are known by their versions and their last word, soon after they have started', async () => {
    const { kiosks } = KiosksListed.parse(await command(city, 'ListKiosks', {}));

    expect(kiosks).toHaveLength(city.city.kiosks.length);
    for (const kiosk of kiosks) {
      expect(kiosk).toMatchObject({
        mode: 'open',
        is_installed: true,
        is_renting: true,
        is_returning: true,
        faults: [],
      });
      expect(kiosk.programVersion).toMatch(/^\d+\.\d+\.\d+/);
      expect(kiosk.configVersion).toMatch(/^[0-9a-f]{12}$/);
      expect(kiosk.bikes).toBe(bikesAt(kiosk.station_id).length);
      expect(city.clock.now() - Date.parse(kiosk.last_reported)).toBeLessThan(2 * MINUTE);
    }
  });

  it('are out of contact once they are silent, offer nothing then, and all of it again when they speak', async () => {
    const [bikeId = ''] = bikesAt('university');
    const mend = city.cutOff('university');
    await city.pass(25 * MINUTE);
    const lost = await listed('university');
    const bike = await bikeOf(city, bikeId);
    const before = bikesAt('university').length;

    mend();
    await city.pass(30 * SECOND);

    expect(lost).toMatchObject({ is_in_contact: false, is_renting: false, num_vehicles_available: 0, bikes: before });
    expect(bike).toMatchObject({ state: 'non_contactable', kioskId: 'university' });
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', kioskId: 'university' });
    expect(await listed('university')).toMatchObject({ is_in_contact: true, num_vehicles_available: before });
    expect(serviceOf('university')).toBe('open');
  });

  it('take a bike back while they are cut off, and have its ride end when it did', async () => {
    const { bikes } = await riderAt(city, 'Marta', 'harbour-steps').rent({ bikes: 1 });
    const bikeId = bikes[0]?.bikeId ?? '';
    const mend = city.cutOff('library');
    await city.pass(2 * MINUTE);
    await bringBack(city, bikeId, 'library');
    const docked = city.kiosk('library').state().returning;
    await city.pass(30 * MINUTE);
    const meanwhile = await bikeOf(city, bikeId);

    mend();
    await city.pass(30 * SECOND);

    expect(meanwhile).toMatchObject({ state: 'on_trip' });
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', kioskId: 'library', since: docked?.at });
  });

  it('give no bike while they are emptied, ask nobody about that, and still take bikes back', async () => {
    const { bikes } = await riderAt(city, 'Marta', 'harbour-steps').rent({ bikes: 1 });
    const bikeId = bikes[0]?.bikeId ?? '';
    const changed = await setMode('old-mill', 'draining');
    const calls = city.calls.length;

    const refused = await riderAt(city, 'Marta', 'old-mill').scan();
    const asked = city.calls.length - calls;
    await bringBack(city, bikeId, 'old-mill');
    await city.pass(10 * SECOND);
    const drained = await listed('old-mill');
    await setMode('old-mill', 'open');

    expect(changed).toMatchObject({ type: 'KioskModeChanged', from: 'open', mode: 'draining', by: 'operator/ada' });
    expect(refused).toMatchObject({ name: 'refused', title: 'No bikes from this kiosk' });
    expect(asked).toBe(0);
    expect(drained).toMatchObject({ mode: 'draining', is_renting: false, is_returning: true });
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', kioskId: 'old-mill' });
    expect(serviceOf('old-mill')).toBe('open');
  });

  it('let a rental that is under way go on to its end while they are being emptied', async () => {
    const rider = riderAt(city, 'Marta', 'harbour-steps');
    const rentalId = await rider.ask({ bikes: 1 });
    await setMode('harbour-steps', 'draining');

    const bikeId = await rider.take();
    const closing = await rider.closing();
    await setMode('harbour-steps', 'open');

    expect(rentalId).toMatch(/^[0-9a-f-]{36}$/);
    expect(closing).toMatchObject({ name: 'thanks', bikes: 1 });
    await bringBack(city, bikeId, 'stadium');
    await city.pass(10 * SECOND);
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', kioskId: 'stadium' });
  });

  it('are refused a rental by the city too, where they have not heard that they are closed', async () => {
    const repair = city.breakDown('bikes/publish-station');
    await setMode('stadium', 'closed');
    const believed = serviceOf('stadium');

    const refused = await riderAt(city, 'Marta', 'stadium').scan();
    repair();
    await setMode('stadium', 'open');

    expect(believed).toBe('open');
    expect(refused).toMatchObject({ title: 'No bikes from this kiosk', message: expect.stringContaining('is closed') });
  });

  it('offer no bike from a bay that is not well, and say so to operators', async () => {
    const { machine } = city.kiosk('hospital');
    const before = await listed('hospital');
    const bay = [...machine.read().bays].find(([, bikeId]) => bikeId !== null)?.[0] ?? 0;

    machine.bayFault(bay, 'lockFailure');
    await city.pass(10 * SECOND);
    const broken = await listed('hospital');
    machine.bayFault(bay, 'ok');
    await city.pass(10 * SECOND);

    expect(broken).toMatchObject({
      num_vehicles_available: before.num_vehicles_available - 1,
      bikes: before.bikes,
      faults: [{ bay, status: 'lockFailure' }],
    });
    expect(await listed('hospital')).toMatchObject({
      num_vehicles_available: before.num_vehicles_available,
      faults: [],
    });
  });

  it('did all of this within what they may do', () => {
    expect(city.log.filter((line) => /^iam: |Malformed/.test(line))).toEqual([]);
  });
});
