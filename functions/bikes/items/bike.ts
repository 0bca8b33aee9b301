import { instant } from '../../../seams/clock.ts';
import type { Versioned } from '../../shared/table.ts';
import type { BikeState } from '../contract.ts';
import type { BikeChanged } from '../fleet-contract.ts';
import { isOffered } from './booking.ts';
import { type DamageReport, followsReturn, newestReports, type ToldDamage, withMore } from './damage.ts';
import type { Docking } from './docking.ts';
import { type Move, moved } from './move.ts';
import { mayBecome } from './vehicle-states.ts';

export interface Bike extends Versioned {
  bikeId: string;
  state: BikeState;
  /** How it came into its state, oldest first: its last ones. A bike that was never moved has none. */
  moves?: Move[] | undefined;
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

export const bikeKey = (bikeId: string) => `bike#${bikeId}`;

/** A bike that stands at a kiosk and was never ridden. */
export function newBike(bikeId: string, kioskId: string, bay: number): Bike {
  const since = '1970-01-01T00:00:00.000Z';
  return { pk: bikeKey(bikeId), revision: 0, bikeId, state: 'available', kioskId, bay, since, trips: [], docks: [] };
}

/** The bike reserved, where its state allows that. */
export function reserveBike(bike: Bike, hold: string, at: string): Bike | undefined {
  if (!mayBecome(bike.state, 'reservation_start', 'reserved')) return undefined;
  return moved({ ...bike, hold }, { to: 'reserved', by: ['reservation_start'], at });
}

/** The bike as anybody may have it, where anybody may: one that waited for somebody in vain does so no more. */
export function offered(bike: Bike, nowMs: number): Bike | undefined {
  if (!isOffered(bike, nowMs)) return undefined;
  return bike.hold === undefined ? bike : letGo(bike, bike.hold, instant(nowMs));
}

/** The bike that waited for a party reserved for a rental of theirs. MDS knows no event for that: it stays reserved. */
export function takeOver(bike: Bike, hold: string): Bike {
  return { ...bike, hold };
}

/** The bike no longer reserved for `hold`. One that was not stays as it is. */
export function letGo(bike: Bike, hold: string, at: string): Bike {
  if (bike.hold !== hold || !mayBecome(bike.state, 'reservation_cancel', 'available')) return bike;
  return moved({ ...bike, hold: undefined }, { to: 'available', by: ['reservation_cancel'], at });
}

/** The bike out of the offer at once, where it is on offer. */
export function takeOut(bike: Bike, at: string): Bike {
  if (!mayBecome(bike.state, 'maintenance', 'non_operational')) return bike;
  return moved(bike, { to: 'non_operational', by: ['maintenance'], at });
}

/** The bike let go of by `hold`, and out of the offer until a mechanic has seen to it. */
export function withdraw(bike: Bike, hold: string, at: string): Bike {
  const free = letGo(bike, hold, at);
  return bike.hold === hold ? takeOut(free, at) : free;
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
  return { ...(isTakenOut ? takeOut(bike, said.at) : bike), reports: newestReports(next) };
}

/** As many trips as may have ended unseen before the fact of a return comes that one of them has ended with. */
const UNSEEN_KEPT = 4;

/** The bike with the trip of `hold` over, though no sensor has seen its end. */
export function endTripUnseen(bike: Bike, hold: string): Bike {
  const others = (bike.unseen ?? []).filter((one) => one !== hold);
  return { ...bike, trips: bike.trips.filter((trip) => trip !== hold), unseen: [...others, hold].slice(-UNSEEN_KEPT) };
}

/**
 * The bike missing that `hold` took and has not brought back. MDS knows no way from `on_trip` straight to `missing`:
 * a bike that does not come back is out of reach first (`comms_lost`), and then is not found (`not_located`). Both
 * are known at the same moment here, since nothing but a sensor at a kiosk ever tells where a bike is; so both steps
 * are one move. `since` stays: that it is missing is a conclusion, and a fact that comes late still counts.
 */
export function loseBike(bike: Bike, hold: string, at: string): Bike {
  const ended = endTripUnseen(bike, hold);
  if (!isOutWith(bike, hold)) return ended;
  return moved({ ...ended, hold: undefined }, { to: 'missing', by: ['not_located'], at, trip: hold });
}

/** Whether the bike is out with `hold`, as far as we were told. */
export const isOutWith = (bike: Bike, hold: string) => bike.hold === hold && bike.state === 'on_trip';

/** Whether we know of the bike that `hold` took it. */
export function wasTakenBy(bike: Bike, hold: string): boolean {
  return bike.trips.includes(hold) || bike.docks.some(({ trip }) => trip === hold);
}

/**
 * The bike out with `hold`, whatever it was before: a sensor saw it go, at the kiosk `from` if that is told. Where newer
 * facts are known, they stand.
 */
export function takeBike(bike: Bike, hold: string, at: string, from?: string): Bike {
  const trips = [...new Set([...bike.trips, hold])];
  if (bike.since > at) return { ...bike, trips };
  const out = isOutWith(bike, hold)
    ? bike
    : moved(bike, { to: 'on_trip', by: ['trip_start'], at, kioskId: from, trip: hold });
  return { ...out, hold, since: at, kioskId: undefined, bay: undefined, trips };
}
