import type { Coverage } from './coverage.ts';
import { type FaultName, faultsOf, type Profile } from './profile.ts';

/** Chooses which fault a day aims at, so that what was rarely seen is seen more often. */
export interface Aims {
  /** The fault to aim at next; the first day, and each fifth, aims at none. */
  next(): FaultName | undefined;
  /** Along which edges the day went that aimed at it. */
  reached(fault: FaultName | undefined, edges: readonly string[]): void;
}

/**
 * Learns which fault leads along rare edges: each is worth, in the mean of its days, the sum of its edges' rarities (one,
 * divided by the number of days that have seen the edge). Faults that were not tried yet come first.
 */
export function aims(profile: Profile, seen: Coverage): Aims {
  const days = new Map<FaultName, string[][]>(faultsOf(profile).map((fault) => [fault, []]));
  const worth = (fault: FaultName): number => {
    const mine = days.get(fault) ?? [];
    if (mine.length === 0) return Number.POSITIVE_INFINITY;
    const rarity = mine.flat().reduce((sum, edge) => sum + 1 / Math.max(1, seen.visits(edge)), 0);
    // A fault that was tried often is tried less: its rare edges may have been luck.
    return rarity / mine.length ** 1.5;
  };
  let count = 0;
  return {
    next: () => {
      if (count++ % 5 === 0) return undefined;
      return [...days.keys()].reduce((best, fault) => (worth(fault) > worth(best) ? fault : best));
    },
    reached: (fault, edges) => {
      if (fault !== undefined) days.get(fault)?.push([...edges]);
    },
  };
}
