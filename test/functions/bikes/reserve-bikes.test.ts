import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { FAMILY, holdBy, KIOSK, minute, rentalId, through, town } from './town.ts';

const dynamo = useDynamo();

describe('reserving bikes', () => {
  it('reserves a bike for each place, by bay, and tells of each', async () => {
    const city = await town(dynamo);

    const { bikes } = await city.reserve(1, { bikes: 2 });

    expect(bikes).toEqual([
      { slot: 1, bikeId: 'market-1', bay: 1 },
      { slot: 2, bikeId: 'market-2', bay: 2 },
    ]);
    expect(await city.bike('market-2')).toEqual({ state: 'reserved', hold: holdBy(1, 2), kioskId: KIOSK });
    expect(await city.availability()).toEqual({ bikesAvailable: 1, bikesOut: 2 });
    const told = { type: 'BikeReserved', at: minute(0), rentalId: rentalId(1), kioskId: KIOSK };
    expect(city.told).toEqual([
      { ...told, slot: 1, bikeId: 'market-1', bay: 1 },
      { ...told, slot: 2, bikeId: 'market-2', bay: 2 },
    ]);
  });

  it('answers the same bikes when asked again, and tells of them again', async () => {
    const city = await town(dynamo);
    const first = await city.reserve(1, { bikes: 2 });

    city.clock.set(minute(5));
    const second = await city.reserve(1, { bikes: 2 });

    expect(second).toEqual(first);
    expect(city.told.slice(2)).toEqual(city.told.slice(0, 2));
    expect(await city.availability()).toEqual({ bikesAvailable: 1, bikesOut: 2 });
  });

  it('keeps what it took for the undoing when the kiosk has too few bikes', async () => {
    const city = await town(dynamo, { [KIOSK]: 2 });

    await expect(city.reserve(1, { bikes: 3 })).rejects.toMatchObject({ name: 'BikeUnavailable' });

    expect(await city.availability()).toEqual({ bikesAvailable: 0, bikesOut: 2 });
    expect(await city.release(1, 1, 2, 3)).toEqual({
      slots: [
        { slot: 1, outcome: 'released' },
        { slot: 2, outcome: 'released' },
        { slot: 3, outcome: 'notReserved' },
      ],
    });
    expect(await city.availability()).toEqual({ bikesAvailable: 2, bikesOut: 0 });
  });

  it('refuses a household that has as many bikes out as it may have, and takes no bike', async () => {
    const city = await town(dynamo);
    await city.reserve(1, { bikes: 2, partyLimit: 2 });

    await expect(city.reserve(2, { partyLimit: 2 })).rejects.toMatchObject({ name: 'PartyLimitReached' });

    expect(await city.availability()).toEqual({ bikesAvailable: 1, bikesOut: 2 });
  });

  it('reserves no bike of another kiosk', async () => {
    const city = await town(dynamo, { [KIOSK]: 0, harbour: 3 });

    await expect(city.reserve(1)).rejects.toMatchObject({ name: 'BikeUnavailable' });

    expect(await city.availability('harbour')).toEqual({ bikesAvailable: 3, bikesOut: 0 });
  });

  it('says so when the kiosk is not in the inventory', async () => {
    const city = await town(dynamo);

    const reserved = city.reserve(1, { kioskId: 'nowhere' });

    await expect(reserved).rejects.toMatchObject({ name: 'KioskUnknown' });
    await expect(city.availability('nowhere')).rejects.toMatchObject({ name: 'KioskUnknown' });
  });

  it('takes nothing for a place that was released before it came', async () => {
    const city = await town(dynamo);
    await city.release(1, 1);

    await expect(city.reserve(1)).rejects.toMatchObject({ name: 'ReservationReleased' });

    expect(await city.availability()).toEqual({ bikesAvailable: 3, bikesOut: 0 });
  });

  it('goes on to the next bike when it loses the first to somebody faster', async () => {
    const rival = { reserve: async () => {} };
    const city = await town(
      dynamo,
      { [KIOSK]: 2 },
      through((items) => ({
        ...items,
        save: async (item) => {
          const isFirst = item.pk === 'bike#market-1';
          const { reserve } = rival;
          if (isFirst) rival.reserve = async () => {};
          if (isFirst) await reserve();
          return items.save(item);
        },
      })),
    );
    rival.reserve = async () => {
      await city.reserve(2, { partyRef: 'household_fedcba9876543210' });
    };

    const { bikes } = await city.reserve(1);

    expect(bikes).toEqual([{ slot: 1, bikeId: 'market-2', bay: 2 }]);
    expect(await city.bike('market-1')).toMatchObject({ state: 'reserved', hold: holdBy(2) });
    expect(await city.bike('market-2')).toMatchObject({ state: 'reserved', hold: holdBy(1) });
  });
});

describe('a rental token that is not right', () => {
  const wrong: [string, Record<string, unknown>][] = [
    ['is for another service', { aud: ['payments'] }],
    ['is for another purpose', { scope: 'kiosk' }],
    ['is for another kiosk', { kiosk: 'harbour' }],
    ['has expired', { exp: 1 }],
    ['has another issuer', { iss: 'urn:freewheel:elsewhere' }],
  ];

  it.each(wrong)('is refused and changes nothing when it %s', async (_case, claims) => {
    const city = await town(dynamo);
    const { reserveBikes } = await import('../../../functions/bikes/rental/reserve-bikes.ts');
    const publish = async () => {
      throw new Error('Nothing was to be told.');
    };
    const reserve = reserveBikes({ ...city, tokens: city.tokens.verifier, publish });

    const reserved = reserve({
      rentalToken: city.tokens.mint(rentalId(1), KIOSK, claims),
      kioskId: KIOSK,
      partyRef: FAMILY,
      partyLimit: 4,
      bikes: 1,
    });

    await expect(reserved).rejects.toMatchObject({ name: 'TokenRefused' });
    expect(await city.availability()).toEqual({ bikesAvailable: 3, bikesOut: 0 });
  });
});
