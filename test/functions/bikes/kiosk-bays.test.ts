import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { kioskOffice } from './kiosk-office.ts';
import { KIOSK, minute, town } from './town.ts';

const dynamo = useDynamo();

async function officeOf(bikes = 2) {
  const city = await town(dynamo, { [KIOSK]: bikes });
  const office = kioskOffice(dynamo, city);
  await office.boot();
  city.clock.set(minute(30));
  return { city, office };
}

describe('a bay that is not well', () => {
  it('gives no bike, and takes none', async () => {
    const { city, office } = await officeOf();

    await office.fact({ type: 'BayStatusChanged', bay: 1, status: 'lockFailure', at: minute(10) });
    await office.fact({ type: 'BayStatusChanged', bay: 9, status: 'noPower', at: minute(11) });
    const { bikes } = await city.reserve(1);

    expect(bikes.map(({ bikeId }) => bikeId)).toEqual(['market-2']);
    await expect(city.reserve(2)).rejects.toMatchObject({ name: 'BikeUnavailable' });
    expect((await office.list()).kiosks[0]).toMatchObject({
      num_vehicles_available: 0,
      num_docks_available: 7,
      bikes: 2,
      faults: [
        { bay: 1, status: 'lockFailure', at: minute(10) },
        { bay: 9, status: 'noPower', at: minute(11) },
      ],
    });
  });

  it('gives no bike in place of one with which the machine failed either', async () => {
    const { city, office } = await officeOf();
    await city.reserve(1);
    await office.fact({ type: 'BayStatusChanged', bay: 2, status: 'lockFailure', at: minute(10) });

    const swapped = city.swap(1, { bikeId: 'market-1', attempt: 1, reason: 'BikeMisplaced' });

    await expect(swapped).rejects.toMatchObject({ name: 'BikeUnavailable' });
  });

  it('is told of with what it is, and offers its bike again once it is well', async () => {
    const { city, office } = await officeOf();
    await office.fact({ type: 'BayStatusChanged', bay: 1, status: 'lockFailure', at: minute(10) });

    await office.fact({ type: 'BayStatusChanged', bay: 1, status: 'ok', at: minute(12) });

    expect(await city.availability()).toMatchObject({ bikesAvailable: 2 });
    expect(office.told.at(-1)).toEqual({
      type: 'BayStatusSeen',
      detail: { type: 'BayStatusSeen', at: minute(12), kioskId: KIOSK, bay: 1, status: 'ok' },
    });
  });

  it('is as the later word has it, in whatever order they come', async () => {
    const { city, office } = await officeOf();

    await office.fact({ type: 'BayStatusChanged', bay: 1, status: 'ok', at: minute(12) });
    await office.fact({ type: 'BayStatusChanged', bay: 1, status: 'lockFailure', at: minute(10) });

    expect(await city.availability()).toMatchObject({ bikesAvailable: 2 });
  });

  it('is none of a kiosk that does not have it', async () => {
    const { office } = await officeOf();

    await office.fact({ type: 'BayStatusChanged', bay: 999, status: 'lockFailure', at: minute(10) });

    expect((await office.list()).kiosks[0]).toMatchObject({ faults: [], num_docks_available: 8 });
  });

  it('that the kiosk cannot have holds no bike that a rider could get', async () => {
    const { city, office } = await officeOf();
    await city.docked('market-1', 999, minute(20));

    const offer = await city.availability();

    expect(offer).toMatchObject({ bikesAvailable: 1 });
    expect((await office.list()).kiosks[0]).toMatchObject({ bikes: 2, num_vehicles_available: 1 });
  });
});
