import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { surveyedTown } from './surveyed-town.ts';
import { KIOSK, minute } from './town.ts';

const dynamo = useDynamo();

const BIKE = `${KIOSK}-1`;
const correction = { bikeId: BIKE, kioskId: KIOSK, from: 1, to: 7, seenAt: minute(30) };

describe('correcting a bay', () => {
  it('records the bike where the sensor sees it, and changes nothing more when asked again', async () => {
    const city = await surveyedTown(dynamo);

    const first = await city.correctBays({ corrections: [correction] });
    const bike = await city.inventory.readBike(BIKE);
    const second = await city.correctBays({ corrections: [correction] });

    expect(bike).toMatchObject({ bay: 7, kioskId: KIOSK, state: 'available' });
    expect(second).toEqual(first);
    expect(await city.inventory.readBike(BIKE)).toEqual(bike);
  });

  it.each([
    ['is unknown', { ...correction, bikeId: 'ghost' }],
    ['stands at another kiosk', { ...correction, kioskId: 'harbour' }],
    ['stands in another bay than was compared', { ...correction, from: 2 }],
  ])('leaves a bike alone that %s', async (_, asked) => {
    const city = await surveyedTown(dynamo);

    const { bikes } = await city.correctBays({ corrections: [asked] });

    expect(bikes).toBe(0);
    expect(await city.inventory.readBike(BIKE)).toMatchObject({ bay: 1, revision: 1 });
  });

  it('leaves a bike alone that is reserved', async () => {
    const city = await surveyedTown(dynamo);
    await city.reserve(1);

    await city.correctBays({ corrections: [correction] });

    expect(await city.inventory.readBike(BIKE)).toMatchObject({ bay: 1, state: 'reserved' });
  });

  it('leaves a bike alone of which something newer is known', async () => {
    const city = await surveyedTown(dynamo);
    await city.docked(BIKE, 1, minute(31));

    await city.correctBays({ corrections: [correction] });

    expect(await city.inventory.readBike(BIKE)).toMatchObject({ bay: 1, since: minute(31) });
  });
});
