import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { VehicleEvent, VehicleEventsExported } from '../functions/bikes/log-contract.ts';
import { call } from './call.ts';
import { type CsvField, csvLine } from './csv-line.ts';

/** The log of a city's bikes, page after page. */
export type ReadDay = (day: string) => AsyncIterable<VehicleEventsExported>;

/** Reads days of the log from the city's own function for it. */
export function readDaysOf(lambda: LambdaClient, functionName: string): ReadDay {
  return async function* pages(day) {
    let cursor: string | undefined;
    do {
      const page: VehicleEventsExported = await call(lambda, functionName, { day, ...(cursor ? { cursor } : {}) });
      yield page;
      cursor = page.cursor;
    } while (cursor !== undefined);
  };
}

/** The columns of the log: MDS 2.0's names, a location as two columns, and several values of one field parted by blanks. */
const COLUMNS: [string, (event: VehicleEvent) => CsvField][] = [
  ['event_id', (event) => event.event_id],
  ['provider_id', (event) => event.provider_id],
  ['device_id', (event) => event.device_id],
  ['vehicle_id', (event) => event.vehicle_id],
  ['event_types', (event) => event.event_types.join(' ')],
  ['vehicle_state', (event) => event.vehicle_state],
  ['timestamp', (event) => event.timestamp],
  ['publication_time', (event) => event.publication_time],
  ['trip_ids', (event) => event.trip_ids?.join(' ')],
  ['stop_id', (event) => event.stop_id],
  ['stop_name', (event) => event.stop_name],
  ['lat', (event) => event.location?.lat],
  ['lng', (event) => event.location?.lng],
];

/** What happened on a day (UTC), oldest first, as lines of CSV. */
export async function* eventLines(readDay: ReadDay, day: string): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map(([name]) => name));
  for await (const { events } of readDay(day))
    for (const event of events) yield csvLine(COLUMNS.map(([, field]) => field(event)));
}
