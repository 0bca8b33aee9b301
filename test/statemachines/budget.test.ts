import { describe, expect, it } from '@jest/globals';
import { billOf } from './bill.ts';
import { OUTAGE, reportsFault, throws } from './rehearsal.ts';
import { done, rent, WELL } from './rented.ts';

describe('the state transitions that a rental is billed for', () => {
  it.each([
    { bikes: 1, rentalMax: 12, rideMax: 6 },
    { bikes: 3, rentalMax: 24, rideMax: 10 },
  ])('are at most $rentalMax for $bikes, and $rideMax for the ride', async ({ bikes, rentalMax, rideMax }) => {
    const { rental, ride } = await billOf(bikes);

    expect(rental).toBeGreaterThan(5 * bikes);
    expect(rental).toBeLessThanOrEqual(rentalMax);
    expect(ride).toBeGreaterThan(bikes);
    expect(ride).toBeLessThanOrEqual(rideMax);
  });

  it('grow with each bike by its own steps alone, up to the twenty that may be asked for', async () => {
    const [one, three, twenty] = await Promise.all([1, 3, 20].map(billOf));

    const perBike = ((three?.rental ?? 0) - (one?.rental ?? 0)) / 2;

    expect(perBike).toBe(5);
    expect(twenty?.rental).toBe((one?.rental ?? 0) + 19 * perBike);
    expect(twenty?.ride).toBe((one?.ride ?? 0) + 19);
  });

  it('count each retry', async () => {
    const well = await rent({});
    const retried = await rent({ StartTrip: [throws(OUTAGE), throws(OUTAGE), ...(WELL['StartTrip'] ?? [])] });

    expect(retried.billed).toBe(well.billed + 2);
  });

  it('count another attempt with a bike as the three states that it is', async () => {
    const well = await rent({});
    const jammed = await rent({ MoveBike: [reportsFault('HardwareFault'), done('move')] });

    expect(jammed.billed).toBe(well.billed + 3);
  });
});
