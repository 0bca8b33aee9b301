import { keptUntil } from '../../shared/retention.ts';
import type { Versioned } from '../../shared/table.ts';
import type { Booking } from './booking.ts';

/**
 * Those who share one limit: a household, or a visitor. `out` is the set of holds that have a place: a set is safe
 * to replay, where a counter counts twice.
 */
export interface Party extends Versioned {
  out: string[];
  /** Bikes that wait for the party at a kiosk; the last ones, where they do so no more. */
  booking?: Booking | undefined;
  /** When nobody came for them, in the last day. */
  noShows?: { reservationId: string; at: string }[] | undefined;
}

export const partyKey = (partyRef: string) => `party#${partyRef}`;

export function newParty(partyRef: string): Party {
  return { pk: partyKey(partyRef), revision: 0, out: [] };
}

/** The party with a place for `hold`; undefined where `limit` places are taken by others. */
export function withPlace(party: Party, hold: string, limit: number): Party | undefined {
  if (party.out.includes(hold)) return party;
  if (party.out.length >= limit) return undefined;
  return { ...party, out: [...party.out, hold], ttl: undefined };
}

/** The party with a place for `hold` even beyond its limit: the bike is gone, and must be counted. */
export function withBikeOut(party: Party, hold: string): Party {
  return withPlace(party, hold, Number.POSITIVE_INFINITY) ?? party;
}

/** A party without a bike out is forgotten in time: it says when somebody was in town. */
export function withoutPlace(party: Party, hold: string, nowMs: number): Party {
  const out = party.out.filter((place) => place !== hold);
  return { ...party, out, ttl: out.length > 0 ? undefined : keptUntil(nowMs, 'rental') };
}
