import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bikeOf, executionOf, itemsOf, riderAt, screenOf } from './people.ts';

const MINUTE = 60_000;
const EMPTY = 'rope-walk';
const NEARBY = 'lighthouse-park';

/** A rider at an empty kiosk has a bike wait at the next one, and walks there; or does not. */
describe('a bike that waits at another kiosk', () => {
  let city: VirtualCity;

  beforeAll(async () => {
    city = await openVirtualCity();
  });
  afterAll(() => city.close());

  /** Scans at the empty kiosk and has a bike wait nearby; gives its id. */
  async function hold(name: string): Promise<string> {
    const rider = riderAt(city, name, EMPTY);
    expect(await rider.scan()).toMatchObject({ name: 'refused', mayHold: true });
    rider.kiosk.hold(NEARBY);
    expect(await screenOf(city, rider.kiosk, 'held', 'refused')).toMatchObject({ kioskName: 'Lighthouse Park' });
    const bikes = await itemsOf(city, 'BikesTable');
    const held = bikes.filter((bike) => bike['kioskId'] === NEARBY && bike['state'] === 'reserved');
    expect(held).toHaveLength(1);
    return String(held[0]?.['bikeId']);
  }

  /** How the newest reservation ended. */
  async function ending() {
    const parties = (await itemsOf(city, 'BikesTable')).filter((item) => item['booking'] !== undefined);
    const bookings = parties.map((party) => party['booking'] as { reservationId: string; reservedAt: string });
    const newest = bookings.sort((a, b) => a.reservedAt.localeCompare(b.reservedAt)).at(-1);
    return executionOf(city, 'reservation', newest?.reservationId ?? '');
  }

  it('is taken over by the rider who comes for it in time, and by nobody else', async () => {
    const bikeId = await hold('Priya');
    await city.pass(6 * MINUTE);

    const view = await riderAt(city, 'Priya', NEARBY).rent({ bikes: 1 });
    await city.pass(10 * MINUTE);

    expect(view).toMatchObject({ status: 'handedOver', bikes: [{ bikeId }] });
    expect(await ending()).toMatchObject({ status: 'SUCCEEDED', output: { released: 0, takenOver: 1 } });
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'on_trip' });
  });

  it('is anybody’s again ten minutes later where nobody comes', async () => {
    const bikeId = await hold('Greta');

    await city.pass(11 * MINUTE);

    expect(await ending()).toMatchObject({ status: 'SUCCEEDED', output: { released: 1, takenOver: 0 } });
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', kioskId: NEARBY });
    expect(city.log.filter((line) => line.startsWith('iam: '))).toEqual([]);
  });
});
