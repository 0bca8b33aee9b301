import { instant } from '../../../seams/clock.ts';
import type { BikeState } from '../contract.ts';
import type { Bike } from './bike.ts';
import { stepsTo, type VehicleEvent } from './vehicle-states.ts';

/**
 * One step of a bike's way through the states of MDS. It is made by the very write that changes the bike's state, and kept
 * in the item, so that the log of what happens to bikes is a copy of what their records have gone through.
 */
export interface Move {
  /** The item's revision by this write: it counts upwards, and no two moves of a bike have the same. */
  revision: number;
  /** RFC 3339. Later than that of the move before, whatever the devices' clocks say. */
  at: string;
  /** How MDS gets from the state before to this one. In those between the bike never was. */
  types: VehicleEvent[];
  state: BikeState;
  /** The kiosk where it happened, or where the bike was last seen. */
  kioskId?: string | undefined;
  /** The holds of whose trips it tells. */
  trips?: string[] | undefined;
}

/** What is told of a change of state. */
interface Told {
  to: BikeState;
  /** What is known to have happened, in order. */
  by: VehicleEvent[];
  at: string;
  /** Where it happened, if not where the bike stands. */
  kioskId?: string | undefined;
  trip?: string | undefined;
}

/** Three a rental: far more than the log is ever behind by. */
const MOVES_KEPT = 12;

/**
 * The moment itself, or the first one after `before`: facts come in any order, and MDS has a bike's events in the order of
 * their times ("Event Times": it "must reflect the provider's best understanding of the order").
 */
function following(before: string | undefined, at: string): string {
  return before === undefined || at > before ? at : instant(Date.parse(before) + 1);
}

/**
 * The bike in another state, and how it came there kept with it. This is the one way in which a bike's state changes. What
 * changes it again before it is written joins the same move: one write, one event.
 */
export function moved(bike: Bike, { to, by, at, kioskId = bike.kioskId, trip }: Told): Bike {
  const { moves = [], revision, state: from } = bike;
  const last = moves.at(-1);
  const joined = last && last.revision > revision ? last : undefined;
  const earlier = joined ? moves.slice(0, -1) : moves;
  const trips = [...(joined?.trips ?? []), ...(trip === undefined ? [] : [trip])];
  const move: Move = {
    revision: revision + 1,
    at: joined && joined.at > at ? joined.at : following(earlier.at(-1)?.at, at),
    types: [...(joined?.types ?? []), ...stepsTo(from, by, to)],
    state: to,
    kioskId: kioskId ?? last?.kioskId,
    ...(trips.length > 0 && { trips: [...new Set(trips)] }),
  };
  return { ...bike, state: to, moves: [...earlier, move].slice(-MOVES_KEPT) };
}
