import type { TripFare, TripPoint } from '../functions/bikes/log-contract.ts';
import { type CsvField, csvLine } from './csv-line.ts';
import type { ReadDay } from './vehicle-events.ts';

/** A trip, put together of what the log says of it. */
interface Trip {
  start: TripPoint;
  /** Absent where the bike is out still, or did not come back: nobody saw that trip end. */
  end?: TripPoint;
  fare?: TripFare['fare'];
}

/** What the log says of trips, by the trip's id, in whatever order it comes. */
class TripBook {
  readonly starts = new Map<string, TripPoint>();
  readonly ends = new Map<string, TripPoint>();
  readonly fares = new Map<string, TripFare['fare']>();

  take({ trips, fares }: { trips: TripPoint[]; fares: TripFare[] }): void {
    for (const trip of trips) (trip.point === 'start' ? this.starts : this.ends).set(trip.trip_id, trip);
    for (const { trip_id, fare } of fares) this.fares.set(trip_id, fare);
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;
const dayAfter = (day: string) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/**
 * The trips that began on a day (UTC), by their beginning. A trip may end on a later day: so many days more are looked
 * through as long as some trip has no end.
 */
async function tripsOf(readDay: ReadDay, day: string, daysAfter: number): Promise<[string, Trip][]> {
  const seen = new TripBook();
  for await (const page of readDay(day)) seen.take(page);
  const starts = [...seen.starts].sort(([, a], [, b]) => a.timestamp - b.timestamp);
  const isOpen = () => starts.some(([tripId]) => !seen.ends.has(tripId));
  let next = dayAfter(day);
  for (let left = daysAfter; left > 0 && isOpen(); left--, next = dayAfter(next))
    for await (const page of readDay(next)) seen.take(page);
  return starts.map(([tripId, start]) => {
    const [end, fare] = [seen.ends.get(tripId), seen.fares.get(tripId)];
    return [tripId, { start, ...(end && { end }), ...(fare && { fare }) }];
  });
}

/** As Citi Bike writes it, on the city's own clocks: `2026-06-03 08:02:11.000`. */
function wallClock(timeZone: string): (point: TripPoint | undefined) => CsvField {
  const style = { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23', timeZone } as const;
  // Sweden writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', style);
  const fraction = (ms: number) => String(ms % 1000).padStart(3, '0');
  return (point) => point && `${format.format(point.timestamp)}.${fraction(point.timestamp)}`;
}

/** All bikes of ours are moved by those who ride them. */
const RIDEABLE_TYPE = 'classic_bike';
/**
 * Whom Citi Bike calls a member is in a city of ours a resident, by the fare that the trip was priced by. A trip that
 * has not been priced is nobody's yet, and the column stays empty.
 */
const MEMBER_CASUAL = { resident: 'member', visitor: 'casual' } as const;

/** The columns in which Citi Bike has published its trips since February 2021. */
export const TRIP_COLUMNS = [
  ...['ride_id', 'rideable_type', 'started_at', 'ended_at'],
  ...['start_station_name', 'start_station_id', 'end_station_name', 'end_station_id'],
  ...['start_lat', 'start_lng', 'end_lat', 'end_lng', 'member_casual'],
];

/** The trips that began on a day (UTC) in Citi Bike's format, as lines of CSV; those that have not ended lack their end. */
export async function* tripLines(
  readDay: ReadDay,
  { day, daysAfter, timeZone }: { day: string; daysAfter: number; timeZone: string },
): AsyncGenerator<string> {
  const time = wallClock(timeZone);
  yield csvLine(TRIP_COLUMNS);
  for (const [tripId, { start, end, fare }] of await tripsOf(readDay, day, daysAfter))
    yield csvLine([
      ...[tripId, RIDEABLE_TYPE, time(start), time(end)],
      ...[start.stop_name, start.stop_id, end?.stop_name, end?.stop_id],
      ...[start.location?.lat, start.location?.lng, end?.location?.lat, end?.location?.lng],
      fare && MEMBER_CASUAL[fare],
    ]);
}
