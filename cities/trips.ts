import type { TripFare, VehicleEvent } from '../functions/bikes/log-contract.ts';
import { type CsvField, csvLine } from './csv-line.ts';
import type { ReadDay } from './vehicle-events.ts';

/** A trip, put together of what the log says of it. */
interface Trip {
  start: VehicleEvent;
  /** Absent where the bike is out still, or did not come back: nobody saw that trip end. */
  end?: VehicleEvent;
  fare?: TripFare['fare'];
}

const isOf = (event: VehicleEvent, type: VehicleEvent['event_types'][number]) => event.event_types.includes(type);

/** Events of trips by the trip's id. They come in any order; of two of a kind, the earlier one stands. */
class TripEvents {
  readonly starts = new Map<string, VehicleEvent>();
  readonly ends = new Map<string, VehicleEvent>();
  readonly fares = new Map<string, TripFare['fare']>();

  take({ events, fares }: { events: VehicleEvent[]; fares: TripFare[] }): void {
    for (const event of events) {
      if (isOf(event, 'trip_start')) this.#note(this.starts, event);
      if (isOf(event, 'trip_end')) this.#note(this.ends, event);
    }
    for (const { trip_id, fare } of fares) this.fares.set(trip_id, fare);
  }

  #note(known: Map<string, VehicleEvent>, event: VehicleEvent): void {
    for (const tripId of event.trip_ids ?? []) {
      const other = known.get(tripId);
      if (!other || event.timestamp < other.timestamp) known.set(tripId, event);
    }
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;
const dayAfter = (day: string) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/**
 * The trips that began on a day (UTC), by their beginning. A trip may end on a later day: so many days more are looked
 * through as long as some trip has no end.
 */
async function tripsOf(readDay: ReadDay, day: string, daysAfter: number): Promise<[string, Trip][]> {
  const seen = new TripEvents();
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
function wallClock(timeZone: string): (event: VehicleEvent | undefined) => CsvField {
  const style = { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23', timeZone } as const;
  // Sweden writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', style);
  const fraction = (ms: number) => String(ms % 1000).padStart(3, '0');
  return (event) => event && `${format.format(event.timestamp)}.${fraction(event.timestamp)}`;
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
