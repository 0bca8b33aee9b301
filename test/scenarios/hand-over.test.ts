import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bikeOf, bringBack, executionOf, itemOf, riderAt, viewOf } from './people.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/** Places of the rider's party that are taken: what stands between a rider and their next bike. */
async function placesTaken(city: VirtualCity, rentalId: string): Promise<string[]> {
  const rental = await itemOf(city, 'OrchestrationRentals', { rentalId });
  const party = await itemOf(city, 'BikesTable', { pk: `party#${rental?.['partyRef']}` });
  return (party?.['out'] ?? []) as string[];
}

describe('the hand-over of a bike', () => {
  let city: VirtualCity;

  beforeEach(async () => {
    city = await openVirtualCity();
  });
  afterEach(() => city.close());

  const over = (rentalId: string, status: string) =>
    viewOf(city, rentalId, `to be ${status}`, (view) => view.status === status);

  it('tries a bike that jams once more, and the rider notices little', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    marta.kiosk.machine.fault('jam', 'once');

    const view = await marta.rent({ bikes: 1 });

    expect(view.status).toBe('handedOver');
    expect(new Set(view.bikes.map(({ bikeId }) => bikeId)).size).toBe(1);
  });

  it('fetches the next bike where one is stuck, and does not offer the stuck one again', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    const { machine } = marta.kiosk;
    const stuck = machine.read().bays.get(1) ?? '';
    machine.fault('jam', 'always');

    const rentalId = await marta.ask({ bikes: 1 });
    await viewOf(city, rentalId, 'to go on to another bike', ({ bikes }) => bikes.length > 1);
    machine.fault('jam', 'off');
    const taken = await marta.take();
    const view = await over(rentalId, 'handedOver');

    expect(taken).not.toBe(stuck);
    expect(view.reason).toBeUndefined();
    expect(await bikeOf(city, stuck)).toMatchObject({ state: 'non_operational' });
    expect(await bikeOf(city, taken)).toMatchObject({ state: 'on_trip' });
  });

  it('lets a rider go at once where nothing comes, with no trip and no debt', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    marta.kiosk.machine.fault('jam', 'always');

    const rentalId = await marta.ask({ bikes: 1 });
    const view = await over(rentalId, 'refused');
    await city.pass(5 * SECOND);

    expect(view.reason).toBe('HardwareFault');
    expect(await placesTaken(city, rentalId)).toEqual([]);
    const elsewhere = await riderAt(city, 'Marta', 'library').rent({ bikes: 1 });
    expect(elsewhere.status).toBe('handedOver');
  });

  it('puts a bike back that nobody took, and frees the rider', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');

    const rentalId = await marta.ask({ bikes: 1 });
    const view = await over(rentalId, 'refused');
    await city.pass(10 * SECOND);

    expect(view.reason).toBe('BikeNotTaken');
    expect(await placesTaken(city, rentalId)).toEqual([]);
    expect(await bikeOf(city, view.bikes[0]?.bikeId ?? '')).toMatchObject({ state: 'available' });
  });

  it('closes soon behind a rider who walks off while the door still opens', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');

    const rentalId = await marta.ask({ bikes: 1 });
    await city.until('the door to move', () => marta.kiosk.machine.motion()?.kind === 'openDoor');
    const leftAt = city.clock.now();
    marta.kiosk.machine.leave();
    const view = await over(rentalId, 'refused');

    expect(view.reason).toBe('BikeNotTaken');
    expect(city.clock.now() - leftAt).toBeLessThan(40 * SECOND);
  });

  it('takes an unlock pulse for no opened door: a stuck door is a fault, and the bike goes back', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    marta.kiosk.machine.fault('door', 'always');

    const rentalId = await marta.ask({ bikes: 1 });
    const view = await over(rentalId, 'refused');

    expect(view.bikes.flatMap(({ steps }) => steps.map(({ step }) => step))).not.toContain('doorOpen');
    expect(view.reason).toBe('HardwareFault');
    expect(await placesTaken(city, rentalId)).toEqual([]);
  });

  it('opens no door for a kiosk that comes back after the rider has given up', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    await marta.scan();
    const rentalId = marta.kiosk.rent(1);
    await viewOf(city, rentalId, 'to begin', ({ status }) => status === 'preparing');
    const mend = city.cutOff('harbour-steps');

    await city.pass(4 * MINUTE);
    mend();
    await city.pass(2 * MINUTE);
    const rental = await executionOf(city, 'rental', rentalId);

    expect(rental?.status).toBe('SUCCEEDED');
    expect(await placesTaken(city, rentalId)).toEqual([]);
    expect(marta.kiosk.machine.read()).toMatchObject({ hatch: null, door: 'closed' });
  });

  it('starts the trip of a bike that was taken while nobody could be told', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    const rentalId = await marta.ask({ bikes: 1 });
    await city.until('the door', () => marta.kiosk.machine.read().door === 'open');
    const mend = city.cutOff('harbour-steps');
    const takenAt = city.clock.now();
    const bikeId = marta.kiosk.machine.take() ?? '';

    await city.pass(5 * MINUTE);
    const kept = await placesTaken(city, rentalId);
    mend();
    const view = await viewOf(city, rentalId, 'to tell of the trip', ({ bikes }) => bikes[0]?.step === 'onTrip');

    const started = view.bikes[0]?.steps.find(({ step }) => step === 'onTrip')?.at ?? '';
    expect(Date.parse(started) - takenAt).toBeLessThan(SECOND);
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'on_trip' });
    // The rider has the bike all the time: nobody of the household may have it counted as brought back.
    expect(kept).toHaveLength(1);
    expect(await placesTaken(city, rentalId)).toEqual(kept);
  });

  it('takes a photo of each bike before its door opens', async () => {
    const jonas = riderAt(city, 'Jonas', 'market-hall');

    const view = await jonas.rent({ bikes: 2 });

    for (const { steps } of view.bikes) {
      const names = steps.map(({ step }) => step);
      expect(names.indexOf('photographed')).toBeGreaterThan(names.indexOf('checkedOut'));
      expect(names.indexOf('photographed')).toBeLessThan(names.indexOf('doorOpen'));
    }
  });

  it('opens the door although the camera is broken, and keeps that there is no photo', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    marta.kiosk.machine.fault('camera', 'always');

    const view = await marta.rent({ bikes: 1 });

    expect(view.status).toBe('handedOver');
    expect(view.bikes[0]?.steps.map(({ step }) => step)).toContain('notPhotographed');
  });

  it('gives the last bike to one of two riders, and an honest no to the other', async () => {
    const [marta, tariq] = [riderAt(city, 'Marta', 'station-west'), riderAt(city, 'Tariq', 'station-west')];
    await marta.rent({ bikes: 1 });
    const first = await marta.ask({ bikes: 1 });
    await marta.take();
    await over(first, 'handedOver');

    const shown = await tariq.scan();

    expect(shown).toMatchObject({ name: 'refused', showNearby: true });
  });

  it('lets two kiosks together give a household no more bikes than it has members', async () => {
    const [marta, jonas] = [riderAt(city, 'Marta', 'harbour-steps'), riderAt(city, 'Jonas', 'market-hall')];
    await marta.scan();
    await jonas.scan();

    const ids = [marta.kiosk.rent(2), jonas.kiosk.rent(2)];
    for (const rider of [marta, jonas]) {
      rider.kiosk.machine.onChange(() => {
        const { door, hatch } = rider.kiosk.machine.read();
        if (door === 'open' && hatch) city.clock.after(SECOND, rider.kiosk.machine.take);
      });
    }
    for (const id of ids)
      await viewOf(city, id, 'to be over', ({ status }) => /handedOver|HandedOver|refused/.test(status));
    await city.pass(MINUTE);

    expect((await placesTaken(city, ids[0] ?? '')).length).toBeLessThanOrEqual(3);
    expect(marta.kiosk.machine.riding().length).toBeLessThanOrEqual(3);
  });

  it('leaves an execution that tells the operator the same story', async () => {
    const view = await riderAt(city, 'Marta', 'harbour-steps').rent({ bikes: 1 });
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'library');
    await city.pass(MINUTE);

    expect(await executionOf(city, 'rental', view.rentalId)).toMatchObject({
      status: 'SUCCEEDED',
      output: { outcome: 'handedOver' },
    });
    expect(await executionOf(city, 'ride', view.rentalId)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
