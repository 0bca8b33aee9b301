import { exportVehicleEvents } from '../../../functions/bikes/log/export-vehicle-events.ts';
import { recordVehicleEvent } from '../../../functions/bikes/log/record-vehicle-event.ts';
import { dynamoVehicleLog, HOUR_INDEX, type VehicleLog } from '../../../functions/bikes/log/vehicle-log.ts';
import type { VehicleEvent, VehicleEventsExported } from '../../../functions/bikes/log-contract.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import type { Dynamo } from '../dynamo.ts';
import { type Reached, type Town, through } from './town.ts';

/** The log of a town's bikes, on a table of its own. */
export interface Logbook {
  log: VehicleLog;
  /** Writes down what was told. */
  hear(...told: unknown[]): Promise<void>;
  /** All that happened on a day. */
  day(day?: string): Promise<Omit<VehicleEventsExported, 'cursor'>>;
}

export const CITY = 'havenbrook';
/** The day on which these tests' stories happen. */
export const DAY = '2026-05-01';

export async function logbook(
  dynamo: Dynamo,
  { inventory, clock }: Pick<Town, 'inventory' | 'clock'>,
  { reach }: Pick<Reached, 'reach'> = through((items) => items),
) {
  const table = await dynamo.createTable({ name: HOUR_INDEX, partitionKey: 'hour', sortKey: 'order' });
  const log = dynamoVehicleLog(dynamo.client, table, reach(itemStore(dynamo.client, table)));
  const record = recordVehicleEvent({ log, inventory, city: CITY, clock });
  const page = exportVehicleEvents({ log });
  const book: Logbook = {
    log,
    async hear(...told) {
      for (const news of told) await record(JSON.parse(JSON.stringify(news)));
    },
    async day(day = DAY) {
      const all: Omit<VehicleEventsExported, 'cursor'> = { events: [], trips: [], fares: [] };
      let cursor: string | undefined;
      do {
        const { events, trips, fares, ...next }: VehicleEventsExported = await page({ day, ...(cursor && { cursor }) });
        all.events.push(...events);
        all.trips.push(...trips);
        all.fares.push(...fares);
        cursor = next.cursor;
      } while (cursor);
      return all;
    },
  };
  return book;
}

/** An event for short. */
export const inShort = ({ vehicle_id, event_types, vehicle_state }: VehicleEvent) =>
  `${vehicle_id}: ${event_types.join(', ')} → ${vehicle_state}`;
