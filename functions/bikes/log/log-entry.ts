import { instant } from '../../../seams/clock.ts';
import { keptUntil } from '../../shared/retention.ts';
import type { Versioned } from '../../shared/table.ts';
import type { BikeEvent } from '../contract.ts';
import type { Move } from '../items/move.ts';
import { holdOf } from '../items/reservation.ts';
import type { Kiosk } from '../items/station.ts';
import type { TripFare, TripPoint, VehicleEvent } from '../log-contract.ts';
import { nameUuid } from './name-uuid.ts';

/** What all entries of the log have: the hour in UTC by which they are found, and what orders them within it. */
interface Placed extends Versioned {
  /** `2026-06-03T14`. */
  hour: string;
  order: string;
}

/** An event in the log. It is written once, and never again. */
export interface EventEntry extends Placed {
  event: VehicleEvent;
}

/** Where and when a trip began or ended, by the sensors: what its rider pays for. It lies where that happened in time. */
export interface TripEntry extends Placed {
  trip: TripPoint;
}

/** By whose fare a trip was priced. It lies at the hour in which the trip began, with the trip's other entries. */
export interface FareEntry extends Placed {
  fare: TripFare;
}

export type LogEntry = EventEntry | TripEntry | FareEntry;

/** A trip's id: a pseudonym of the slot of its rental, and of nobody. */
const tripIdOf = (city: string, hold: string) => nameUuid(city, 'trip', ...hold.split('#'));

/** `about`: what orders entries of one moment. Of one bike no two events are of the same. */
function placed(pk: string, at: string, about: string, nowMs: number): Placed {
  const ttl = keptUntil(nowMs, 'vehicleEvents');
  return { pk, revision: 0, hour: at.slice(0, 13), order: `${at}/${about}`, ttl };
}

function placeOf(kioskId: string | undefined, kiosk: Kiosk | undefined) {
  if (kioskId === undefined) return {};
  // A kiosk that was imported before kiosks had positions has none.
  const location = kiosk?.position && { location: { lat: kiosk.position.lat, lng: kiosk.position.lon } };
  return { stop_id: kioskId, ...(kiosk && { stop_name: kiosk.name, ...location }) };
}

/** What tells a bike's move from all others: copied again, it has the same id. */
const eventIdOf = (city: string, bikeId: string, { revision }: Move) => nameUuid(city, 'event', bikeId, revision);
export const eventKey = (city: string, bikeId: string, move: Move) => `event#${eventIdOf(city, bikeId, move)}`;

/** The entry that a bike's move makes. `kiosk`: the one where it happened. */
export function eventEntry(
  city: string,
  bikeId: string,
  move: Move,
  kiosk: Kiosk | undefined,
  nowMs: number,
): EventEntry {
  const { at, types, state, kioskId, trips } = move;
  const event: VehicleEvent = {
    event_id: eventIdOf(city, bikeId, move),
    provider_id: nameUuid(city, 'provider'),
    device_id: nameUuid(city, 'device', bikeId),
    ...{ vehicle_id: bikeId, vehicle_state: state, event_types: types, timestamp: Date.parse(at) },
    publication_time: nowMs,
    ...(trips && { trip_ids: trips.map((hold) => tripIdOf(city, hold)) }),
    ...placeOf(kioskId, kiosk),
  };
  return { ...placed(eventKey(city, bikeId, move), instant(event.timestamp), `event/${bikeId}`, nowMs), event };
}

/** Which point of a trip the news are of; undefined where of none, or of an end that nobody saw. */
export function pointOf({ type, isUnseen = false }: BikeEvent): TripPoint['point'] | undefined {
  if (type === 'TripStarted') return 'start';
  return type === 'TripEnded' && !isUnseen ? 'end' : undefined;
}

/** The entry that a point of a trip makes. `kiosk`: the one where it happened. */
export function tripEntry(
  city: string,
  news: BikeEvent,
  point: TripPoint['point'],
  kiosk: Kiosk | undefined,
  nowMs: number,
): TripEntry {
  const tripId = tripIdOf(city, holdOf(news.rentalId, news.slot));
  const trip: TripPoint = {
    ...{ trip_id: tripId, vehicle_id: news.bikeId, point, timestamp: Date.parse(news.at) },
    ...placeOf(news.kioskId, kiosk),
  };
  return { ...placed(`trip#${tripId}/${point}`, news.at, `trip/${tripId}`, nowMs), trip };
}

/** The entries that a receipt makes: one for each trip that it prices. */
export function fareEntries(
  city: string,
  { rentalId, kind, lines }: { rentalId: string; kind: TripFare['fare']; lines: { slot: number; startedAt: string }[] },
  nowMs: number,
): FareEntry[] {
  return lines.map(({ slot, startedAt }) => {
    const fare: TripFare = { trip_id: tripIdOf(city, holdOf(rentalId, slot)), fare: kind };
    return { ...placed(`fare#${fare.trip_id}`, startedAt, `fare/${fare.trip_id}`, nowMs), fare };
  });
}
