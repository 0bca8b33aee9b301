import { keptUntil } from '../shared/retention.ts';
import type { Versioned } from '../shared/table.ts';

/**
 * What was told of a bike that was missing. This item decides: it is written first, and the cases follow what it says,
 * so that of "missing" and "found" whichever comes second sees the other.
 */
export interface Whereabouts extends Versioned {
  bikeId: string;
  /** The last times that it was reported missing. */
  missing: { rentalId: string; slot: number; at: string }[];
  /** The last time that it was found, and where. */
  found?: { at: string; kioskId: string; bay: number } | undefined;
}

/** A bike that goes missing more often than this should be looked at for other reasons. */
const MISSING_KEPT = 20;

export const whereaboutsKey = (bikeId: string) => `bike/${bikeId}`;

export function newWhereabouts(bikeId: string): Whereabouts {
  return { pk: whereaboutsKey(bikeId), revision: 0, bikeId, missing: [] };
}

/** With the bike missing for a slot of a rental, which is told once. */
export function withMissing(known: Whereabouts, report: Whereabouts['missing'][number]): Whereabouts {
  const others = known.missing.filter(({ rentalId, slot }) => rentalId !== report.rentalId || slot !== report.slot);
  const missing = [...others, report].sort((a, b) => a.at.localeCompare(b.at)).slice(-MISSING_KEPT);
  const isFound = known.found !== undefined && known.found.at > report.at;
  return { ...known, missing, ttl: isFound ? known.ttl : undefined };
}

/** With the bike found, after which it is forgotten in time. An earlier find, told late, changes nothing. */
export function withFound(known: Whereabouts, found: NonNullable<Whereabouts['found']>): Whereabouts {
  if (known.found && known.found.at >= found.at) return known;
  const ttl = known.missing.some(({ at }) => at > found.at) ? undefined : keptUntil(Date.parse(found.at), 'case');
  return { ...known, found, ttl };
}
