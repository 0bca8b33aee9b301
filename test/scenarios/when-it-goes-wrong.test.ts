import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rentAndTake, screen, waitFor } from '../../laptop/rider.ts';
import { eventually, openTestCity, type TestCity } from './city.ts';

describe('when a hand-over goes wrong', () => {
  let city: TestCity;

  beforeAll(async () => {
    city = await openTestCity();
  });
  afterAll(() => city.dispose());

  const isFree = (bikeId: string) =>
    eventually(async () => {
      const bike = await city.bike(bikeId);
      return bike?.['state'] === 'available' && bike;
    });

  it('takes the bike back and frees the rider when the carousel jams', async () => {
    const kiosk = city.kiosk('harbour-steps');
    kiosk.machine.fault('jam', 'once');

    kiosk.machine.scan(city.card('Tariq'));
    await screen(kiosk, 'howMany');
    kiosk.rent(1);
    const shown = await screen(kiosk, 'refused');
    const undone = await eventually(async () => {
      const [undo] = await city.executions('Undo');
      return undo?.status === 'SUCCEEDED' && undo;
    });
    kiosk.machine.scan(city.card('Tariq'));
    await screen(kiosk, 'howMany');
    const view = await rentAndTake(kiosk, 1);

    expect(shown.message).not.toBe('');
    expect(undone.output).toMatchObject({ slots: [{ slot: 1, outcome: 'released' }] });
    expect(view.status).toBe('handedOver');
  });

  it('closes the door and puts the bike back when nobody takes it', async () => {
    const kiosk = city.kiosk('library');

    kiosk.machine.scan(city.card('Odette'));
    await screen(kiosk, 'howMany');
    kiosk.rent(1);
    await waitFor(kiosk, 'the open door on the screen', ({ screen: shown }) =>
      shown.name === 'renting' && shown.view?.bikes[0]?.step === 'doorOpen' ? true : undefined,
    );
    const offered = kiosk.state().machine.hatch;
    kiosk.machine.leave();
    await screen(kiosk, 'refused');
    const bike = await isFree(offered ?? '');

    expect(kiosk.state().machine.door).toBe('closed');
    expect(kiosk.state().machine.hatch).toBeNull();
    expect(kiosk.state().machine.bays).toContainEqual({ bay: bike['bay'], bikeId: offered });
  });
});

describe('when the power comes back', () => {
  it('finds the city as it was: bikes that were out are out, and bring-back works', async () => {
    let city = await openTestCity();
    const kiosk = city.kiosk('university');
    kiosk.machine.scan(city.card('Priya'));
    await screen(kiosk, 'howMany');
    const view = await rentAndTake(kiosk, 1);
    const bikeId = view.bikes[0]?.bikeId ?? '';

    city = await city.reopen();
    const after = await city.bike(bikeId);
    const executions = await city.executions('Rental');
    const bays = city.kiosk('university').state().machine.bays;

    expect(after).toMatchObject({ state: 'on_trip' });
    expect(executions).toMatchObject([{ name: view.rentalId, status: 'SUCCEEDED' }]);
    expect(bays.filter((bay) => bay.bikeId !== null)).toHaveLength(8);
    await city.dispose();
  });
});
