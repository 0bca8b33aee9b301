import { describe, expect, it } from '@jest/globals';
import { BikesExported, OutstandingExported } from '../../../functions/bikes/reconciliation-contract.ts';
import { useDynamo } from '../dynamo.ts';
import { surveyedTown } from './surveyed-town.ts';
import { FAMILY, KIOSK, minute, rentalId } from './town.ts';

const dynamo = useDynamo();

describe('exporting the bikes of some kiosks', () => {
  it('answers what is recorded there, and whom it is held for', async () => {
    const city = await surveyedTown(dynamo, { [KIOSK]: 2, harbour: 1 });
    await city.reserve(1);

    const { bikes } = await city.exportBikes({ kioskIds: [KIOSK], bikeIds: [] });

    const since = '1970-01-01T00:00:00.000Z';
    expect(BikesExported.parse({ bikes }).bikes).toEqual(
      expect.arrayContaining([
        {
          bikeId: `${KIOSK}-1`,
          state: 'reserved',
          since,
          kioskId: KIOSK,
          bay: 1,
          hold: { rentalId: rentalId(1), slot: 1 },
        },
        { bikeId: `${KIOSK}-2`, state: 'available', since, kioskId: KIOSK, bay: 2 },
      ]),
    );
    expect(bikes).toHaveLength(2);
  });

  it('answers bikes that are seen there wherever they are recorded, each once, and leaves out those it does not know', async () => {
    const city = await surveyedTown(dynamo, { [KIOSK]: 2, harbour: 1 });
    await city.reserve(1);
    await city.taken(1, 1, `${KIOSK}-1`, minute(10));

    const { bikes } = await city.exportBikes({
      kioskIds: [KIOSK],
      bikeIds: [`${KIOSK}-1`, `${KIOSK}-2`, 'harbour-1', 'harbour-1', 'ghost'],
    });

    expect(bikes.map(({ bikeId, state, kioskId }) => [bikeId, state, kioskId]).sort()).toEqual([
      ['harbour-1', 'available', 'harbour'],
      [`${KIOSK}-1`, 'on_trip', undefined],
      [`${KIOSK}-2`, 'available', KIOSK],
    ]);
  });
});

describe('exporting what is out', () => {
  it('answers the bikes that stand nowhere and the places that are taken, whatever the parts, and not whose they are', async () => {
    const city = await surveyedTown(dynamo, { [KIOSK]: 4 });
    await city.reserve(1, { bikes: 2 });
    await city.taken(1, 1, `${KIOSK}-1`, minute(10));

    const whole = await city.outstanding(1);
    const parted = await city.outstanding(7);

    const slots = (places: { slot: number }[]) => places.map(({ slot }) => slot).sort();
    expect(OutstandingExported.parse(whole).bikes).toEqual([
      {
        bikeId: `${KIOSK}-1`,
        state: 'on_trip',
        since: minute(10),
        hold: { rentalId: rentalId(1), slot: 1 },
      },
    ]);
    expect(slots(whole.places)).toEqual([1, 2]);
    expect(parted.bikes).toEqual(whole.bikes);
    expect(slots(parted.places)).toEqual([1, 2]);
    expect(JSON.stringify(whole)).not.toContain(FAMILY);
  });

  it.each(['nonsense', Buffer.from('{"pk":1}').toString('base64url')])('refuses the cursor %s', async (cursor) => {
    const city = await surveyedTown(dynamo);

    const asked = city.exportOutstanding({ segment: 0, segments: 1, cursor });

    await expect(asked).rejects.toMatchObject({ name: 'CommandMalformed' });
  });

  it('answers nothing where nothing is out', async () => {
    const city = await surveyedTown(dynamo);
    await city.reserve(1);
    await city.release(1, 1);

    expect(await city.outstanding(3)).toEqual({ bikes: [], places: [] });
  });
});
