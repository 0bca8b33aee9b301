import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ExportKiosks, type KiosksExported } from './contract.ts';
import { orchestrationEnv } from './env.ts';

/** What is known of twenty kiosks with 40 bays each is some 100 KB; a workflow's state may have 256 KB. */
const SHARD = 20;

export interface KioskList {
  ids(): Promise<string[]>;
}

export function dynamoKioskList(client: DynamoDBDocumentClient, table: string): KioskList {
  return {
    async ids() {
      const pages = paginateScan({ client }, { TableName: table, ProjectionExpression: 'kioskId' });
      const ids: string[] = [];
      for await (const { Items = [] } of pages) ids.push(...Items.map(({ kioskId }) => String(kioskId)));
      return ids;
    },
  };
}

/** Every registered kiosk, by its id, in shards. The same kiosks are in the same shards each time. */
export function exportKiosks({ kiosks }: { kiosks: KioskList }) {
  return async (): Promise<KiosksExported> => {
    const ids = (await kiosks.ids()).sort();
    const shards = Array.from({ length: Math.ceil(ids.length / SHARD) }, (_, index) => ({
      kioskIds: ids.slice(index * SHARD, (index + 1) * SHARD),
    }));
    return { shards };
  };
}

export const handler = workflowHandler({
  command: ExportKiosks,
  bind: () => {
    const { kiosksTable } = readEnv({ kiosksTable: orchestrationEnv.kiosksTable });
    return exportKiosks({ kiosks: dynamoKioskList(documentClient(), kiosksTable) });
  },
});
