import type { Fare } from './contract.ts';

const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 24 * 60;

/** From sensor to sensor: RFC 3339. */
export interface RiddenTime {
  startedAt: string;
  endedAt: string;
  /** When a kiosk first had no free dock for the bike. */
  noDockAt?: string | undefined;
}

/** All whole numbers. `graceMinutes` and `freeMinutes` are those of `minutes` that nobody pays for. */
export interface PricedRide {
  minutes: number;
  freeMinutes: number;
  graceMinutes: number;
  /** Minor units. */
  amount: number;
}

const begun = (ms: number) => Math.ceil(ms / MINUTE_MS);

/** The part of a ride that went on for want of a dock, up to the tariff's grace. */
function graceMs(ride: RiddenTime, graceMinutes: number): number {
  if (ride.noDockAt === undefined) return 0;
  const from = Math.max(Date.parse(ride.noDockAt), Date.parse(ride.startedAt));
  return Math.min(Math.max(Date.parse(ride.endedAt) - from, 0), graceMinutes * MINUTE_MS);
}

/** What paid minutes cost: each 24 hours of them no more than the cap, the unlock fee in the first. */
function costOf(minutes: number, { unlockFee, perMinute, dailyCap }: Fare): number {
  if (minutes === 0) return 0;
  const firstDay = Math.min(minutes, MINUTES_A_DAY);
  const later = minutes - firstDay;
  const day = (paid: number) => Math.min(paid * perMinute, dailyCap);
  return (
    Math.min(unlockFee + firstDay * perMinute, dailyCap) +
    Math.floor(later / MINUTES_A_DAY) * day(MINUTES_A_DAY) +
    day(later % MINUTES_A_DAY)
  );
}

/**
 * Prices one ride by its begun minutes. The grace is taken off the time before minutes are counted, so that it
 * never makes a ride dearer. A ride without a paid minute costs nothing, not even the unlock fee; and a ride that
 * ends before it starts is a clock's mistake, for which nobody pays.
 */
export function priceRide(fare: Fare, graceMinutes: number, ride: RiddenTime): PricedRide {
  const riddenMs = Math.max(Date.parse(ride.endedAt) - Date.parse(ride.startedAt), 0);
  const minutes = begun(riddenMs);
  const chargeable = begun(riddenMs - graceMs(ride, graceMinutes));
  const paid = Math.max(chargeable - fare.freeMinutes, 0);
  return {
    minutes,
    freeMinutes: chargeable - paid,
    graceMinutes: minutes - chargeable,
    amount: costOf(paid, fare),
  };
}

/** What is held before anything moves, in minor units: no bike costs more in its first 24 hours. */
export function amountToHold(fare: Fare, bikes: number): number {
  return bikes * fare.dailyCap;
}
