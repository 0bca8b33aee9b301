import { instant } from '../../../seams/clock.ts';
import { keptUntil } from '../../shared/retention.ts';
import type { Versioned } from '../../shared/table.ts';
import type { Kiosk } from '../items/station.ts';
import type { TripFare, VehicleEvent } from '../log-contract.ts';
import { nameUuid } from './name-uuid.ts';
import { type FleetNews, type Transition, transitionOf } from './vehicle-event.ts';

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

/** By whose fare a trip was priced. It lies at the hour in which the trip began, with the trip's other events. */
export interface FareEntry extends Placed {
  fare: TripFare;
}

export type LogEntry = EventEntry | FareEntry;

/** A trip's id: a pseudonym of the slot of its rental, and of nobody. */
const tripIdOf = (city: string, rentalId: string, slot: number) => nameUuid(city, 'trip', rentalId, slot);

/** Within one moment, what happens to a bike first: it is let go of before it is taken out of the offer. */
const WITHIN_A_MOMENT: FleetNews['type'][] = ['BikeReserved', 'TripStarted', 'TripEnded', 'BikeReleased'];

function placed(pk: string, at: string, rank: number, nowMs: number): Placed {
  const ttl = keptUntil(nowMs, 'vehicleEvents');
  return { pk, revision: 0, hour: at.slice(0, 13), order: `${at}/${rank}`, ttl };
}

/** What tells an event from all others: told again, it has the same names. */
function namesOf(news: FleetNews): (string | number)[] {
  const { type, bikeId, at } = news;
  if (type === 'BikeChanged') return [type, bikeId, news.changeId];
  if (type === 'DamageReported') return [type, bikeId, news.reportId];
  if (type === 'BikeFound') return [type, bikeId, at];
  return [type, bikeId, news.rentalId, news.slot, at];
}

/** The kiosk that news are about. A bike that was carried away is no longer at the one where it was picked up. */
export function kioskOf(news: FleetNews): string | undefined {
  return news.type === 'BikeChanged' ? (news.kioskId ?? news.leftKioskId) : news.kioskId;
}

const OF_TRIPS: FleetNews['type'][] = ['TripStarted', 'TripEnded', 'BikeMissing'];

function tripsOf(city: string, news: FleetNews): string[] | undefined {
  if (!OF_TRIPS.includes(news.type) || !('rentalId' in news)) return undefined;
  return [tripIdOf(city, news.rentalId, news.slot)];
}

function locationOf({ position }: Kiosk) {
  // A kiosk that was imported before kiosks had positions has none.
  return position && { location: { lat: position.lat, lng: position.lon } };
}

function vehicleEvent(city: string, news: FleetNews, { types, state }: Transition, kiosk?: Kiosk) {
  const [kioskId, trips] = [kioskOf(news), tripsOf(city, news)];
  return {
    event_id: nameUuid(city, 'event', ...namesOf(news)),
    provider_id: nameUuid(city, 'provider'),
    device_id: nameUuid(city, 'device', news.bikeId),
    ...{ vehicle_id: news.bikeId, vehicle_state: state, event_types: types, timestamp: Date.parse(news.at) },
    ...(trips && { trip_ids: trips }),
    ...(kioskId && { stop_id: kioskId }),
    ...(kiosk && { stop_name: kiosk.name, ...locationOf(kiosk) }),
  };
}

/** The entry that bikes' news make; undefined where they change no bike's state. `kiosk`: the one that they are about. */
export function eventEntry(city: string, news: FleetNews, kiosk: Kiosk | undefined, nowMs: number) {
  const transition = transitionOf(news);
  if (!transition) return undefined;
  const event: VehicleEvent = { ...vehicleEvent(city, news, transition, kiosk), publication_time: nowMs };
  const rank = WITHIN_A_MOMENT.indexOf(news.type) + 1 || WITHIN_A_MOMENT.length + 1;
  return { ...placed(`event#${event.event_id}`, instant(event.timestamp), rank, nowMs), event } satisfies EventEntry;
}

/** The entries that a receipt makes: one for each trip that it prices. */
export function fareEntries(
  city: string,
  { rentalId, kind, lines }: { rentalId: string; kind: TripFare['fare']; lines: { slot: number; startedAt: string }[] },
  nowMs: number,
): FareEntry[] {
  return lines.map(({ slot, startedAt }) => {
    const fare: TripFare = { trip_id: tripIdOf(city, rentalId, slot), fare: kind };
    return { ...placed(`fare#${fare.trip_id}`, startedAt, 0, nowMs), fare };
  });
}
