import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readIndexPage } from '../shared/index-page.ts';
import { type ItemStore, itemStore } from '../shared/table.ts';
import { actionKey, type KeptAction } from './action.ts';

/** What operators have done, in a table of its own, of which nothing may ever be deleted but by its time. */
export interface ActionBook {
  read(requestId: string): Promise<KeptAction | undefined>;
  /** Saves by one conditional write; false where somebody has changed the item since it was read. */
  save(action: KeptAction): Promise<boolean>;
  /** One page of a month's actions, the newest first. */
  list(month: string, from?: PageKey): Promise<{ actions: KeptAction[]; next?: PageKey | undefined }>;
}

/** The key at which a page ended. */
export const PageKey = z.object({ pk: z.string(), month: z.string(), askedAt: z.string() });
export type PageKey = z.infer<typeof PageKey>;

/** Partition key `month`, sort key `askedAt`. */
export const MONTH_INDEX = 'byMonth';

/** As many as an operator reads at once. */
const PAGE = 100;

export function dynamoActions(
  client: DynamoDBDocumentClient,
  table: string,
  items: ItemStore = itemStore(client, table),
): ActionBook {
  return {
    read: (requestId) => items.read<KeptAction>(actionKey(requestId)),
    save: (action) => items.save(action),
    async list(month, from) {
      const query = {
        table,
        index: MONTH_INDEX,
        field: 'month',
        value: month,
        limit: PAGE,
        newestFirst: true,
      };
      const page = await readIndexPage<KeptAction, PageKey>(client, query, from);
      return { actions: page.items, next: page.next };
    },
  };
}
