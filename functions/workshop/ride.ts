import { createHash } from 'node:crypto';
import type { Finding } from './contract.ts';

/** A ride as far as the workshop remembers it. Whose it was cannot be told from its key. */
export interface Ride {
  key: string;
  startedAt?: string | undefined;
  startKioskId?: string | undefined;
  endedAt?: string | undefined;
  endKioskId?: string | undefined;
}

/** Three days of the busiest bikes, which are ridden ten times a day: no event is late by more. */
const RIDES_KEPT = 30;

const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;

export function rideKey({ rentalId, slot }: { rentalId: string; slot: number }): string {
  return createHash('sha256').update(`${rentalId}/${slot}`).digest('hex').slice(0, 16);
}

/** The earlier and the later of two instants (RFC 3339 in UTC, which sort as text). */
export const earlier = (one: string, other: string): string => [one, other].sort()[0] ?? one;
export const later = (one: string, other: string): string => [one, other].sort()[1] ?? one;

const lastTold = ({ startedAt = '', endedAt = '' }: Ride) => later(startedAt, endedAt);

/** The rides with what was told of one, oldest first. What is told of a ride that is forgotten already changes nothing. */
export function withRide(rides: readonly Ride[], told: Ride): Ride[] {
  const known = rides.find(({ key }) => key === told.key);
  const others = rides.filter((ride) => ride !== known);
  const all = [...others, { ...known, ...told }].sort((a, b) => lastTold(a).localeCompare(lastTold(b)));
  return all.slice(-RIDES_KEPT);
}

/** The rides that ended after `at`. */
function endedAfter(rides: readonly Ride[], at: string): Ride[] {
  return rides.filter(({ endedAt }) => endedAt !== undefined && endedAt > at);
}

/** The ride after which something was said at `at`: the last that had ended by then. */
function rideBefore(rides: readonly Ride[], at: string): string | undefined {
  const ended = rides.filter(({ endedAt }) => endedAt !== undefined && endedAt <= at);
  return ended.sort((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? '')).at(-1)?.key;
}

/** Whether two things were said after different rides, and so by different riders. */
export function areOfDifferentRides(rides: readonly Ride[], one: string, other: string): boolean {
  return rideBefore(rides, one) !== rideBefore(rides, other);
}

function isShort({ startedAt, endedAt, startKioskId, endKioskId }: Ride, minutes: number): boolean {
  if (startedAt === undefined || endedAt === undefined || startKioskId !== endKioskId) return false;
  return Date.parse(endedAt) - Date.parse(startedAt) < minutes * MINUTE_MS;
}

/**
 * Two rides within a day, after the last inspection, that ended where they had begun before they were so many minutes
 * old. A rental has a bike once: two rides are two riders'.
 */
export function shortRides(rides: readonly Ride[], minutes: number, since: string): Finding | undefined {
  const short = endedAfter(rides, since).filter((ride) => isShort(ride, minutes));
  const ends = short.map(({ endedAt = '' }) => endedAt).sort();
  const second = ends.findLastIndex((at, index) => Date.parse(at) - Date.parse(ends[index - 1] ?? '') <= DAY_MS);
  if (second < 1) return undefined;
  return { kind: 'shortRide', firstAt: ends[second - 1] ?? '', lastAt: ends[second] ?? '' };
}
