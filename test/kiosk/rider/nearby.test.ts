import { describe, expect, it } from '@jest/globals';
import { nearbyKiosks } from '../../../kiosk/rider/nearby.ts';
import { CONFIG } from '../support/rig.ts';

const silent = { filters: [], message: () => false, status: () => undefined };

describe('the kiosks nearby', () => {
  it('are named from the nearest on, by the way on foot', () => {
    const nearby = nearbyKiosks(CONFIG, silent, { asOf: undefined, now: 0 });

    expect(nearby.map(({ name, metres, minutes }) => [name, metres, minutes])).toEqual([
      ['Market Hall', 640, 8],
      // Two hundredths of a degree of latitude are 2,224 m, and streets are a third longer.
      ['Old Mill', 2891, 36],
    ]);
  });

  it('are never nearer than a minute', () => {
    const [next] = nearbyKiosks(
      { ...CONFIG, neighbours: [{ kioskId: 'k9', name: 'Next door', lat: 42.87, lon: -77.28 }] },
      silent,
      { asOf: undefined, now: 0 },
    );

    expect(next).toMatchObject({ metres: 0, minutes: 1 });
  });
});
