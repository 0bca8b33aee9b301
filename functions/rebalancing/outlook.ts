import type { StationCounts } from '../bikes/stations-contract.ts';
import type { Flow } from './flow.ts';

/** For so long ahead a round of the van is planned: what is moved now should last until it comes by again. */
const HORIZON_HOURS = 3;
/** What a kiosk should never fall below, of bikes and of free docks alike, as a share of its bays. */
const RESERVE = 0.2;

const HOUR_MS = 60 * 60_000;

/** What a kiosk will lack, and what it can do without. All in bikes, none below zero. */
export interface Outlook {
  station: StationCounts;
  /** Bikes that it needs to have brought, and by when. */
  lack: number;
  emptyAtMs: number;
  /** Bikes that it can give away, and still have what riders will take and its reserve. */
  spare: number;
  /** Bikes that it needs to have taken away, so that riders find docks, and by when. */
  excess: number;
  fullAtMs: number;
  /** Bikes that it can take in, and still have the docks that riders will need and its reserve. */
  room: number;
}

/** When `stock` is used up, at a rate an hour: within the horizon, and at its end where it lasts longer. */
function usedUpAt(stock: number, ratePerHour: number, nowMs: number): number {
  if (stock <= 0) return nowMs;
  const hours = ratePerHour > 0 ? stock / ratePerHour : HORIZON_HOURS;
  return Math.round(nowMs + Math.min(hours, HORIZON_HOURS) * HOUR_MS);
}

const whole = (least: number, bikes: number, most: number) => Math.max(least, Math.min(bikes, most));

/**
 * What becomes of a kiosk if riders go on as in the hours that `flow` is counted over (`hours`, a fraction among them).
 */
export function outlookOf(station: StationCounts, flow: Flow, hours: number, nowMs: number): Outlook {
  const { bays, standing } = station;
  const bikes = standing.available ?? 0;
  const docks = Math.max(0, bays - Object.values(standing).reduce((sum, count) => sum + count, 0));
  const perHour = hours > 0 ? (flow.arrivals - flow.departures) / hours : 0;
  const reserve = Math.ceil(bays * RESERVE);
  const needed = reserve + Math.max(0, -perHour) * HORIZON_HOURS;
  const neededDocks = reserve + Math.max(0, perHour) * HORIZON_HOURS;
  const spare = whole(0, Math.floor(bikes - needed), bikes);
  return {
    station,
    lack: whole(0, Math.ceil(needed - bikes), docks),
    emptyAtMs: usedUpAt(bikes, -perHour, nowMs),
    spare,
    // No more than it can do without: a kiosk at which everybody comes and goes keeps its reserve of both.
    excess: whole(0, Math.ceil(neededDocks - docks), spare),
    fullAtMs: usedUpAt(docks, perHour, nowMs),
    room: whole(0, Math.floor(docks - neededDocks), docks),
  };
}
