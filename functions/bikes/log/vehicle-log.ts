import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readIndexPage } from '../../shared/index-page.ts';
import { type ItemStore, itemStore } from '../../shared/table.ts';
import type { VehicleEvent } from '../log-contract.ts';
import type { EventEntry, LogEntry } from './log-entry.ts';

/** What happened to bikes, in a table of its own: entries are added to it, and nothing that is there ever changes. */
export interface VehicleLog {
  /** Adds an entry by one conditional write. One that is there already stays as it is. */
  append(entry: LogEntry): Promise<void>;
  /** The event with this key, if it is there. Reads consistently. */
  find(pk: string): Promise<VehicleEvent | undefined>;
  /** A page of an hour's entries, in the order in which they happened. What was added a moment ago may be missing. */
  read(hour: string, from?: PageKey): Promise<{ entries: LogEntry[]; next?: PageKey | undefined }>;
}

/** The key at which a page ended. */
export const PageKey = z.object({ pk: z.string(), hour: z.string(), order: z.string() });
export type PageKey = z.infer<typeof PageKey>;

/** Partition key `hour`, sort key `order`. At 20 rentals a second an hour takes 120 writes a second, of 1,000 that it may. */
export const HOUR_INDEX = 'byHour';

/** An event has about 600 bytes, and an answer may have six MB. */
const PAGE = 2_000;

export function dynamoVehicleLog(
  client: DynamoDBDocumentClient,
  table: string,
  items: ItemStore = itemStore(client, table),
): VehicleLog {
  return {
    async append(entry) {
      await items.save(entry);
    },
    find: async (pk) => (await items.read<EventEntry>(pk))?.event,
    async read(hour, from) {
      const query = {
        table,
        index: HOUR_INDEX,
        field: 'hour',
        value: hour,
        limit: PAGE,
      };
      const page = await readIndexPage<LogEntry, PageKey>(client, query, from);
      return { entries: page.items, next: page.next };
    },
  };
}
