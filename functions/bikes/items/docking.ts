import type { BikeFound, BikeState } from '../contract.ts';
import { type Bike, takeOut } from './bike.ts';
import { type DamageReport, followsReturn } from './damage.ts';
import { moved } from './move.ts';
import type { VehicleEvent } from './vehicle-states.ts';

/** That a bike came back: when, where, and which trip that ended, if it is known. */
export interface Docking {
  /** RFC 3339, the kiosk's corrected time. */
  at: string;
  kioskId: string;
  bay: number;
  trip?: string | undefined;
  /** The kiosk where the bike was thought to stand until then, if that was another. */
  leftKioskId?: string | undefined;
  /** The ride that this would have ended, had it not been ended without a sensor, and later than this. */
  endedLate?: BikeFound['endedLate'];
}

/** Far more returns of one bike than any fact is late by: the busiest bikes are ridden ten times a day. */
const DOCKS_KEPT = 12;

/** The first return after `at` that no trip explains: the end of a trip that we were told of too late. */
export function unexplainedDocking(bike: Bike, at: string): Docking | undefined {
  return bike.docks.find((docking) => !docking.trip && docking.at > at);
}

function withDocking(docks: Docking[], docking: Docking): Docking[] {
  const others = docks.filter(({ at }) => at !== docking.at);
  return [...others, docking].sort((a, b) => a.at.localeCompare(b.at)).slice(-DOCKS_KEPT);
}

/** The state that a bike had before nothing was heard any more of the kiosk where it stands. */
export function stateBefore({ changes = [] }: Bike): BikeState {
  return changes.findLast(({ event }) => event === 'comms_lost')?.from ?? 'available';
}

/** Whether a bike that comes back is in repair, or reserved right there. */
function staysAsItIs({ state, kioskId: standsAt }: Bike, kioskId: string): boolean {
  return state === 'non_operational' || (state === 'reserved' && standsAt === kioskId);
}

/** A bike that has just come back, withdrawn where its rider's report of it was faster than the fact of the return. */
function heedReports(bike: Bike, docking: Docking): Bike {
  const isHeeded = (report: DamageReport) => followsReturn(report, docking);
  if (bike.state !== 'available' || !bike.reports?.some(isHeeded)) return bike;
  const reports = bike.reports.map((report) => (isHeeded(report) ? { ...report, isWithdrawn: true } : report));
  return { ...takeOut(bike, docking.at), reports };
}

/** What is known to have happened to a bike that is back: no trip that we know of need have brought it. */
function waysBack({ state }: Bike, trip: string | undefined): VehicleEvent[] {
  if (trip !== undefined) return ['trip_end'];
  if (state === 'non_contactable') return ['comms_restored'];
  return state === 'removed' ? ['provider_drop_off'] : ['located'];
}

/** A bike that is back, and news; `from`: as it was until then. */
function backAt(bike: Bike, docking: Docking, from: Bike): Bike {
  const { at, kioskId, trip } = docking;
  // A fact is the kiosk's word: whatever stands there is in reach again.
  if (from.state === 'non_contactable' && stateBefore(from) === 'non_operational')
    return moved(bike, { to: 'non_operational', by: ['comms_restored'], at });
  const free = { ...bike, hold: undefined };
  const isAsThought = from.state === 'available' && from.kioskId === kioskId && trip === undefined;
  const back = isAsThought ? free : moved(free, { to: 'available', by: waysBack(from, trip), at, trip });
  return heedReports(back, docking);
}

/**
 * The bike back at a kiosk, its trip over. A bike that was missing is found (MDS: `located`). A bike in repair stays
 * in repair. One that is reserved right there stays reserved: that it left and came back is known only once the fact
 * that it was taken comes.
 */
export function dockBike(bike: Bike, docking: Docking): Bike {
  const { at, kioskId, bay, trip } = docking;
  const known = { ...bike, docks: withDocking(bike.docks, docking), trips: bike.trips.filter((hold) => hold !== trip) };
  if (at <= bike.since) return known;
  const placed = { ...known, since: at, kioskId, bay };
  return staysAsItIs(bike, kioskId) ? placed : backAt(placed, docking, bike);
}

/** The bike after a trip that was over before anybody told that it had begun. It waits for that rider no more. */
export function bringBack(bike: Bike, hold: string, docking: Docking): Bike {
  const back = dockBike(bike, { ...docking, trip: hold });
  if (back.state !== 'reserved' || back.hold !== hold) return back;
  const { at } = docking;
  return moved({ ...back, hold: undefined }, { to: 'available', by: ['trip_start', 'trip_end'], at, trip: hold });
}

/** The reports that took the bike out of the offer after this return. */
export function withdrawnBy({ reports = [] }: Bike, docking: Docking): DamageReport[] {
  return reports.filter((report) => report.isWithdrawn && followsReturn(report, docking));
}
