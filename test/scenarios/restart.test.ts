import { describe, expect, it } from '@jest/globals';
import { rentAndTake, screen } from '../../laptop/rider.ts';
import { openTestCity } from './city.ts';

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
