import { describe, expect, it } from '@jest/globals';
import { firstBikes, readCity } from '../../cities/city.ts';
import { neighbours, walkMetres } from '../../cities/walking.ts';

describe('the city file', () => {
  it('describes a city of at least twelve kiosks, with bikes in bays that exist', () => {
    const city = readCity('havenbrook');

    const bikes = firstBikes(city);

    expect(city.kiosks.length).toBeGreaterThanOrEqual(12);
    expect(new Set(bikes.map((bike) => bike.bikeId)).size).toBe(bikes.length);
    expect(new Set(bikes.map((bike) => `${bike.kioskId}/${bike.bay}`)).size).toBe(bikes.length);
    for (const bike of bikes) {
      expect(bike.bay).toBeLessThanOrEqual(city.kiosks.find(({ id }) => id === bike.kioskId)?.bays ?? 0);
    }
  });

  it('has a kiosk without bikes and a household of three, so that both can be tried', () => {
    const city = readCity('havenbrook');

    const sizes = city.residents.map(
      ({ household }) => city.residents.filter((one) => one.household === household).length,
    );

    expect(city.kiosks.some((kiosk) => kiosk.bikes === 0)).toBe(true);
    expect(Math.max(...sizes)).toBe(3);
  });

  it('places every kiosk in one of the regions of the feed', () => {
    const { feed, kiosks } = readCity('havenbrook');

    const regions = feed.regions.map(({ regionId }) => regionId);

    expect(kiosks.filter(({ region = '' }) => !regions.includes(region))).toEqual([]);
  });

  it('names the field at fault where a city is unknown', () => {
    expect(() => readCity('atlantis')).toThrow(/atlantis\.json/);
  });
});

describe('walking distances', () => {
  it('agree with the great circle: a minute of latitude is a nautical mile, lengthened by the detour of streets', () => {
    const metres = walkMetres({ lat: 42, lon: 7 }, { lat: 42 + 1 / 60, lon: 7 });

    expect(metres).toBeCloseTo((1853.25 * 4) / Math.PI, -1);
  });

  it('order the neighbours from near to far, without the kiosk itself', () => {
    const { kiosks } = readCity('havenbrook');
    const [first] = kiosks;
    if (!first) throw new Error('no kiosk');

    const around = neighbours(kiosks, first, 5);

    expect(around).toHaveLength(5);
    expect(around.map(({ kioskId }) => kioskId)).not.toContain(first.id);
    expect(around.map(({ metres }) => metres)).toEqual(around.map(({ metres }) => metres).sort((a, b) => a - b));
  });
});
