import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readIndexPage } from '../shared/index-page.ts';
import { type ItemStore, itemStore } from '../shared/table.ts';
import type { KeptCase } from './case.ts';
import type { Case } from './contract.ts';
import { type Whereabouts, whereaboutsKey } from './whereabouts.ts';

/** Operations' table. Items are read consistently; a list may be behind by as much as an index is. */
export interface CaseStore {
  read(caseId: string): Promise<KeptCase | undefined>;
  readWhereabouts(bikeId: string): Promise<Whereabouts | undefined>;
  /** Saves by one conditional write; false where somebody has changed the item since it was read. */
  save(item: KeptCase | Whereabouts): Promise<boolean>;
  /** One page of the cases of a status, those that changed last first. */
  list(status: Case['status'], from?: PageKey): Promise<{ cases: KeptCase[]; next?: PageKey | undefined }>;
}

/** The key at which a page ended. */
export const PageKey = z.object({ pk: z.string(), status: z.string(), changedAt: z.string() });
export type PageKey = z.infer<typeof PageKey>;

/** Partition key `status`, sort key `changedAt`: cases only. */
export const STATUS_INDEX = 'byStatus';

/** As many as an operator reads at once; a case has a few KB at the most, and an answer may have six MB. */
const PAGE = 50;

export function dynamoCases(
  client: DynamoDBDocumentClient,
  table: string,
  items: ItemStore = itemStore(client, table),
): CaseStore {
  return {
    read: (caseId) => items.read<KeptCase>(caseId),
    readWhereabouts: (bikeId) => items.read<Whereabouts>(whereaboutsKey(bikeId)),
    save: (item) => items.save(item),
    async list(status, from) {
      const query = {
        table,
        index: STATUS_INDEX,
        field: 'status',
        value: status,
        limit: PAGE,
        newestFirst: true,
      };
      const page = await readIndexPage<KeptCase, PageKey>(client, query, from);
      return { cases: page.items, next: page.next };
    },
  };
}
