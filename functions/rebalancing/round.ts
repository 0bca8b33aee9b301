import { instant } from '../../seams/clock.ts';
import type { StationCounts } from '../bikes/stations-contract.ts';
import type { Move } from './contract.ts';
import { metresBetween } from './distance.ts';
import type { Pair } from './pairs.ts';

/** Moves whose time is up within half an hour of the most urgent one are as urgent: a van is not faster than that. */
const AS_URGENT_MS = 30 * 60_000;
/** More than a van does in a shift. Whoever asks again later is told what is wanted then. */
const MOVES_MAX = 40;

/** Loads of at most what the van holds. */
function loads(pair: Pair, vanHolds: number): Pair[] {
  const count = Math.ceil(pair.bikes / vanHolds);
  return Array.from({ length: count }, (_, index) => ({
    ...pair,
    bikes: Math.min(vanHolds, pair.bikes - index * vanHolds),
  }));
}

/** Of the loads that are as urgent as any, the one whose bikes stand nearest to where the van is. */
function nextLoad(left: Pair[], at: StationCounts | undefined): Pair | undefined {
  const firstMs = Math.min(...left.map(({ byMs }) => byMs));
  const urgent = left.filter(({ byMs }) => byMs <= firstMs + AS_URGENT_MS);
  const drive = ({ from }: Pair) => (at ? metresBetween(at.position, from.position) : 0);
  return urgent.sort((a, b) => drive(a) - drive(b) || a.byMs - b.byMs)[0];
}

/**
 * The loads in an order that makes a round: by urgency in steps of half an hour, and within one by the shortest drive
 * from where the last load was put down to where the next one stands (the nearest neighbour, which is known to be some
 * quarter longer than the shortest round, and never waits for a better idea).
 */
export function roundOf(pairs: readonly Pair[], vanHolds: number): Move[] {
  const left = pairs.flatMap((pair) => loads(pair, vanHolds));
  const moves: Move[] = [];
  let at: StationCounts | undefined;
  while (left.length > 0 && moves.length < MOVES_MAX) {
    const load = nextLoad(left, at);
    if (!load) break;
    left.splice(left.indexOf(load), 1);
    const { from, to, bikes, byMs, why } = load;
    const place = ({ kioskId, name }: StationCounts) => ({ kioskId, name });
    moves.push({ from: place(from), to: place(to), bikes, by: instant(byMs), why });
    at = to;
  }
  return moves;
}
