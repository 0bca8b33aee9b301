import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Fare } from '../../../functions/payments/contract.ts';
import { amountToHold, priceRide } from '../../../functions/payments/fare.ts';
import { minute, TARIFF } from './till.ts';

const GRACE = 15;
const ridden = (minutes: number, noDock?: number) => ({
  startedAt: minute(0),
  endedAt: minute(minutes),
  ...(noDock === undefined ? {} : { noDockAt: minute(noDock) }),
});
const visitor = (minutes: number, noDock?: number) => priceRide(TARIFF.visitor, GRACE, ridden(minutes, noDock));
const resident = (minutes: number) => priceRide(TARIFF.resident, GRACE, ridden(minutes));

describe('the price of a ride', () => {
  it('is the unlock fee and each begun minute', () => {
    const ride = { startedAt: minute(0), endedAt: new Date(Date.parse(minute(30)) + 1).toISOString() };

    const price = priceRide(TARIFF.visitor, GRACE, ride);

    expect(price).toEqual({ minutes: 31, freeMinutes: 0, graceMinutes: 0, amount: 100 + 31 * 15 });
  });

  it('is thirty minutes for thirty minutes, and not two and a half hours', () => {
    expect(visitor(30).amount).toBe(100 + 30 * 15);
  });

  it('is nothing for a resident within the free minutes, unlock fee included', () => {
    const fare = { ...TARIFF.resident, unlockFee: 50 };

    const price = priceRide(fare, GRACE, ridden(120));

    expect(price).toEqual({ minutes: 120, freeMinutes: 120, graceMinutes: 0, amount: 0 });
  });

  it('is the minutes above the free ones for a resident who rides on', () => {
    expect(resident(125)).toEqual({ minutes: 125, freeMinutes: 120, graceMinutes: 0, amount: 50 });
  });

  it('leaves out the minutes for which no dock was free, up to the grace', () => {
    expect(visitor(40, 30)).toMatchObject({ minutes: 40, graceMinutes: 10, amount: 100 + 30 * 15 });
    expect(visitor(60, 30)).toMatchObject({ minutes: 60, graceMinutes: 15, amount: 100 + 45 * 15 });
  });

  it('gives no grace for a dock that was missed after the ride or before it', () => {
    expect(visitor(30, 45).graceMinutes).toBe(0);
    expect(visitor(30, -5).graceMinutes).toBe(15);
  });

  it.each([
    ['a day', 24 * 60, 1800],
    ['a day and a minute', 24 * 60 + 1, 1800 + 15],
    ['two days and an hour', 49 * 60, 2 * 1800 + 60 * 15],
  ])('is capped for each 24 hours: %s', (_, minutes, amount) => {
    expect(visitor(minutes).amount).toBe(amount);
  });

  it.each([0, -1, -60 * 24])('is nothing when the clock says that it took %d minutes', (minutes) => {
    expect(visitor(minutes)).toEqual({ minutes: 0, freeMinutes: 0, graceMinutes: 0, amount: 0 });
  });

  it('is never more than what was held for it in its first 24 hours', () => {
    expect(visitor(24 * 60).amount).toBeLessThanOrEqual(amountToHold(TARIFF.visitor, 1));
    expect(amountToHold(TARIFF.visitor, 3)).toBe(3 * 1800);
  });
});

describe('any fare', () => {
  const fares: fc.Arbitrary<Fare> = fc.record({
    currency: fc.constant('USD'),
    unlockFee: fc.nat(1_000),
    perMinute: fc.nat(100),
    freeMinutes: fc.nat(200),
    dailyCap: fc.nat(5_000),
  });
  const DAY_MS = 24 * 60 * 60_000;
  const times = fc.record({
    startMs: fc.integer({ min: 0, max: 4 * DAY_MS }),
    lastsMs: fc.integer({ min: -DAY_MS, max: 4 * DAY_MS }),
    noDockAfterMs: fc.option(fc.integer({ min: -DAY_MS, max: 4 * DAY_MS }), { nil: undefined }),
    graceMinutes: fc.nat(60),
  });
  type Times = typeof times extends fc.Arbitrary<infer Value> ? Value : never;
  const at = (ms: number) => new Date(Date.UTC(2026, 4, 1) + ms).toISOString();
  const price = (fare: Fare, { startMs, lastsMs, noDockAfterMs, graceMinutes }: Times) =>
    priceRide(fare, graceMinutes, {
      startedAt: at(startMs),
      endedAt: at(startMs + lastsMs),
      noDockAt: noDockAfterMs === undefined ? undefined : at(startMs + noDockAfterMs),
    });

  it('is whole, never negative, and adds up', () => {
    fc.assert(
      fc.property(fares, times, (fare, ride) => {
        const { minutes, freeMinutes, graceMinutes, amount } = price(fare, ride);

        for (const number of [minutes, freeMinutes, graceMinutes, amount]) {
          expect(Number.isInteger(number)).toBe(true);
          expect(number).toBeGreaterThanOrEqual(0);
        }
        expect(freeMinutes + graceMinutes).toBeLessThanOrEqual(minutes);
        expect(graceMinutes).toBeLessThanOrEqual(ride.graceMinutes);
      }),
    );
  });

  it('never falls when a ride lasts longer', () => {
    fc.assert(
      fc.property(fares, times, fc.nat(DAY_MS), (fare, ride, moreMs) => {
        const longer = price(fare, { ...ride, lastsMs: ride.lastsMs + moreMs });

        expect(longer.amount).toBeGreaterThanOrEqual(price(fare, ride).amount);
      }),
    );
  });

  it('is capped for each day that was begun', () => {
    fc.assert(
      fc.property(fares, times, (fare, ride) => {
        const days = Math.ceil(Math.max(ride.lastsMs, 0) / DAY_MS);

        expect(price(fare, ride).amount).toBeLessThanOrEqual(days * fare.dailyCap);
      }),
    );
  });

  it('is never above the unlock fee and all minutes, and the grace never raises it', () => {
    fc.assert(
      fc.property(fares, times, (fare, ride) => {
        const { minutes, amount } = price(fare, ride);

        expect(amount).toBeLessThanOrEqual(fare.unlockFee + minutes * fare.perMinute);
        expect(amount).toBeLessThanOrEqual(price(fare, { ...ride, noDockAfterMs: undefined }).amount);
      }),
    );
  });
});
