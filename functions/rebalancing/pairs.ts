import type { StationCounts } from '../bikes/stations-contract.ts';
import type { Move } from './contract.ts';
import { metresBetween } from './distance.ts';
import type { Outlook } from './outlook.ts';

/** So many bikes from one kiosk to another, by a moment: as many as one load, or more. */
export interface Pair {
  from: StationCounts;
  to: StationCounts;
  bikes: number;
  byMs: number;
  why: Move['why'];
}

/** A kiosk that runs full counts as half as far as it is: to take bikes from there helps two kiosks by one drive. */
const FULL_FACTOR = 0.5;

const way = (from: Outlook, to: Outlook) => metresBetween(from.station.position, to.station.position);

/** The nearest of the others by some measure, of which ties go by id. */
function nearest(all: Outlook[], is: (one: Outlook) => boolean, far: (one: Outlook) => number): Outlook | undefined {
  let best: { one: Outlook; far: number } | undefined;
  for (const one of all) {
    if (!is(one)) continue;
    const found = { one, far: far(one) };
    const isBetter = !best || found.far < best.far;
    if (isBetter || (found.far === best?.far && one.station.kioskId < best.one.station.kioskId)) best = found;
  }
  return best?.one;
}

/** Takes bikes off what one can give and into what another can take. */
function carry(from: Outlook, to: Outlook, bikes: number): void {
  from.spare -= bikes;
  from.excess = Math.max(0, from.excess - bikes);
  to.lack = Math.max(0, to.lack - bikes);
  to.room = Math.max(0, to.room - bikes);
}

function fill(to: Outlook, all: Outlook[]): Pair[] {
  const pairs: Pair[] = [];
  while (to.lack > 0) {
    const far = (from: Outlook) => way(from, to) * (from.excess > 0 ? FULL_FACTOR : 1);
    const from = nearest(all, (one) => one !== to && one.spare > 0, far);
    if (!from) break;
    const bikes = Math.min(to.lack, from.spare);
    carry(from, to, bikes);
    pairs.push({ from: from.station, to: to.station, bikes, byMs: to.emptyAtMs, why: 'runsEmpty' });
  }
  return pairs;
}

function relieve(from: Outlook, all: Outlook[]): Pair[] {
  const pairs: Pair[] = [];
  while (from.excess > 0) {
    const to = nearest(
      all,
      (one) => one !== from && one.room > 0,
      (one) => way(from, one),
    );
    if (!to) break;
    const bikes = Math.min(from.excess, to.room);
    carry(from, to, bikes);
    pairs.push({ from: from.station, to: to.station, bikes, byMs: from.fullAtMs, why: 'runsFull' });
  }
  return pairs;
}

/**
 * Who gets bikes from where. Kiosks that run empty are seen to first, the soonest at the head, each from the nearest
 * that has some to spare; then those that run full, each to the nearest with room. No kiosk gives what it needs itself,
 * or is given more than it has docks for. That is greedy, and not the shortest way of all: a van that drives by it for
 * an hour meets another city, and what matters is that the next move is a good one.
 */
export function pairUp(outlooks: readonly Outlook[]): Pair[] {
  const all = outlooks.map((outlook) => ({ ...outlook }));
  const byId = (a: Outlook, b: Outlook) => a.station.kioskId.localeCompare(b.station.kioskId);
  const empty = all.filter(({ lack }) => lack > 0).sort((a, b) => a.emptyAtMs - b.emptyAtMs || byId(a, b));
  const filled = empty.flatMap((to) => fill(to, all));
  const full = all.filter(({ excess }) => excess > 0).sort((a, b) => a.fullAtMs - b.fullAtMs || byId(a, b));
  return [...filled, ...full.flatMap((from) => relieve(from, all))];
}
