import type { Versioned } from '../../shared/table.ts';
import type { BikeFound, BikeState } from '../contract.ts';
import type { BikeChanged } from '../fleet-contract.ts';
import { isOffered } from './booking.ts';
import { type DamageReport, followsReturn, newestReports, type ToldDamage, withMore } from './damage.ts';
import { mayBecome } from './vehicle-states.ts';

/** That a bike came back: when, where, and which trip that ended, if it is known. */
export interface Docking {
  /** RFC 3339, the kiosk's corrected time. */
  at: string;
  kioskId: string;
  bay: number;
  trip?: string | undefined;
  /** The kiosk where the bike was thought to stand until then, if that was another. */
  leftKioskId?: string | undefined;
  /** The state that it was in until then, if the return was news of it. */
  from?: BikeState | undefined;
  /** The state in which that left it, where it is not available. */
  state?: BikeState | undefined;
  /** The ride that this would have ended, had it not been ended without a sensor, and later than this. */
  endedLate?: BikeFound['endedLate'];
}

export interface Bike extends Versioned {
  bikeId: string;
  state: BikeState;
  /** Where it stands. A bike that is out stands nowhere, and so leaves the index of its kiosk. */
  kioskId?: string | undefined;
  bay?: number | undefined;
  /** Whom it is reserved for, or who rides it: a reservation's `hold`. */
  hold?: string | undefined;
  /** The time of the newest fact about its whereabouts. Facts come in any order. */
  since: string;
  /** The holds that took it and have not brought it back, as far as we were told. More than one: a fact is late. */
  trips: string[];
  /** The holds whose trips were last ended without a return that was seen, oldest first. */
  unseen?: string[] | undefined;
  /** Its last returns, oldest first. One without a trip waits to be told who took the bike. */
  docks: Docking[];
  /** What riders last said is wrong with it, oldest first. */
  reports?: DamageReport[] | undefined;
  /** What was last done to it outside of any rental, oldest first. */
  changes?: BikeChanged[] | undefined;
}

/** Far more returns of one bike than any fact is late by: the busiest bikes are ridden ten times a day. */
const DOCKS_KEPT = 12;

export const bikeKey = (bikeId: string) => `bike#${bikeId}`;

/** A bike that stands at a kiosk and was never ridden. */
export function newBike(bikeId: string, kioskId: string, bay: number): Bike {
  const since = '1970-01-01T00:00:00.000Z';
  return { pk: bikeKey(bikeId), revision: 0, bikeId, state: 'available', kioskId, bay, since, trips: [], docks: [] };
}

/** The bike reserved, where its state allows that. */
export function reserveBike(bike: Bike, hold: string): Bike | undefined {
  if (!mayBecome(bike.state, 'reservation_start', 'reserved')) return undefined;
  return { ...bike, state: 'reserved', hold };
}

/** The bike as anybody may have it, where anybody may: one that waited for somebody in vain does so no more. */
export function offered(bike: Bike, nowMs: number): Bike | undefined {
  if (!isOffered(bike, nowMs)) return undefined;
  return bike.hold === undefined ? bike : letGo(bike, bike.hold);
}

/** The bike that waited for a party reserved for a rental of theirs. MDS knows no event for that: it stays reserved. */
export function takeOver(bike: Bike, hold: string): Bike {
  return { ...bike, hold };
}

/** The bike no longer reserved for `hold`. One that was not stays as it is. */
export function letGo(bike: Bike, hold: string): Bike {
  if (bike.hold !== hold || !mayBecome(bike.state, 'reservation_cancel', 'available')) return bike;
  return { ...bike, state: 'available', hold: undefined };
}

/** The bike let go of by `hold`, and out of the offer until a mechanic has seen to it. */
export function withdraw(bike: Bike, hold: string): Bike {
  const free = letGo(bike, hold);
  const isOurs = bike.hold === hold && mayBecome(free.state, 'maintenance', 'non_operational');
  return isOurs ? { ...free, state: 'non_operational' } : free;
}

/** The bike out of the offer at once, where it is on offer. */
function takeOut(bike: Bike): Bike {
  return mayBecome(bike.state, 'maintenance', 'non_operational') ? { ...bike, state: 'non_operational' } : bike;
}

/**
 * What is wrong with the bike, kept with it; where riding on is dangerous and it is on offer there, it is withdrawn. A
 * report that it lists already gets what is said now and was left open; with nothing of that the bike stays as it is.
 */
export function reportOn(bike: Bike, told: ToldDamage): Bike {
  const { reports = [], docks } = bike;
  const listed = reports.find(({ reportId }) => reportId === told.reportId);
  const said = listed ? withMore(listed, told) : { ...told, isWithdrawn: false };
  if (said === listed) return bike;
  const last = docks.at(-1);
  const isOnOffer = bike.state === 'available' && bike.kioskId === said.kioskId;
  const isTakenOut = isOnOffer && last !== undefined && followsReturn(said, last);
  const report = { ...said, isWithdrawn: said.isWithdrawn || isTakenOut };
  const next = listed ? reports.map((one) => (one === listed ? report : one)) : [...reports, report];
  return { ...(isTakenOut ? takeOut(bike) : bike), reports: newestReports(next) };
}

/** As many trips as may have ended unseen before the fact of a return comes that one of them has ended with. */
const UNSEEN_KEPT = 4;

/** The bike with the trip of `hold` over, though no sensor has seen its end. */
export function endTripUnseen(bike: Bike, hold: string): Bike {
  const others = (bike.unseen ?? []).filter((one) => one !== hold);
  return { ...bike, trips: bike.trips.filter((trip) => trip !== hold), unseen: [...others, hold].slice(-UNSEEN_KEPT) };
}

/** The reports that took the bike out of the offer after this return. */
export function withdrawnBy({ reports = [] }: Bike, docking: Docking): DamageReport[] {
  return reports.filter((report) => report.isWithdrawn && followsReturn(report, docking));
}

/** A bike that has just come back, withdrawn where its rider's report of it was faster than the fact of the return. */
function heedReports(bike: Bike, docking: Docking): Bike {
  const isHeeded = (report: DamageReport) => followsReturn(report, docking);
  if (bike.state !== 'available' || !bike.reports?.some(isHeeded)) return bike;
  const reports = bike.reports.map((report) => (isHeeded(report) ? { ...report, isWithdrawn: true } : report));
  return { ...takeOut(bike), reports };
}

/**
 * The bike missing that `hold` took and has not brought back. MDS knows no way from `on_trip` straight to `missing`:
 * a bike that does not come back is out of reach first (`comms_lost`), and then is not found (`not_located`). Both
 * are known at the same moment here, since nothing but a sensor at a kiosk ever tells where a bike is; so both steps
 * are one write. `since` stays: that it is missing is a conclusion, and a fact that comes late still counts.
 */
export function loseBike(bike: Bike, hold: string): Bike {
  const ended = endTripUnseen(bike, hold);
  const isOut = bike.hold === hold && mayBecome(bike.state, 'comms_lost', 'non_contactable');
  if (bike.state !== 'on_trip' || !isOut || !mayBecome('non_contactable', 'not_located', 'missing')) return ended;
  return { ...ended, state: 'missing', hold: undefined };
}

/** Whether the bike is out with `hold`, as far as we were told. */
export const isOutWith = (bike: Bike, hold: string) => bike.hold === hold && bike.state === 'on_trip';

/** Whether we know of the bike that `hold` took it. */
export function wasTakenBy(bike: Bike, hold: string): boolean {
  return bike.trips.includes(hold) || bike.docks.some(({ trip }) => trip === hold);
}

/** The bike out with `hold`, whatever it was before: a sensor saw it go. Where newer facts are known, they stand. */
export function takeBike(bike: Bike, hold: string, at: string): Bike {
  const trips = [...new Set([...bike.trips, hold])];
  if (bike.since > at) return { ...bike, trips };
  return { ...bike, state: 'on_trip', hold, since: at, kioskId: undefined, bay: undefined, trips };
}

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

/**
 * The bike back at a kiosk, its trip over. A bike that was missing is found (MDS: `located`). A bike in repair stays
 * in repair. One that is reserved right there stays reserved: that it left and came back is known only once the fact
 * that it was taken comes.
 */
export function dockBike(bike: Bike, docking: Docking): Bike {
  const { at, kioskId, bay, trip } = docking;
  const isNews = at > bike.since;
  const stays = isNews && staysAsItIs(bike, kioskId);
  // A repeat is no news, and what was news about it the first time stays.
  const { from, state } = bike.docks.find((one) => one.at === at) ?? docking;
  const news = isNews ? { from: bike.state, ...(stays ? { state: bike.state } : {}) } : { from, state };
  const told = { ...docking, ...news };
  const known = { ...bike, docks: withDocking(bike.docks, told), trips: bike.trips.filter((hold) => hold !== trip) };
  if (!isNews) return known;
  const moved = { ...known, since: at, kioskId, bay };
  // A fact is the kiosk's word: whatever stands there is in reach again.
  if (bike.state === 'non_contactable' && stateBefore(bike) === 'non_operational')
    return { ...moved, state: 'non_operational' };
  return stays ? moved : heedReports({ ...moved, state: 'available', hold: undefined }, docking);
}

/** Whether a bike that comes back is in repair, or reserved right there. */
function staysAsItIs({ state, kioskId: standsAt }: Bike, kioskId: string): boolean {
  return state === 'non_operational' || (state === 'reserved' && standsAt === kioskId);
}
