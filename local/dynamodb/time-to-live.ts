import type { Timer } from '../../seams/clock.ts';
import type { HostContext } from '../module.ts';
import { ServiceError } from '../wire/contract.ts';
import type { Engine } from './engine.ts';

export interface TimeToLiveSpecification {
  AttributeName: string;
  Enabled: boolean;
}

export interface TimeToLive {
  set(table: string, specification: TimeToLiveSpecification): void;
  /** The attribute that holds an item's end, in seconds since the epoch; none where items live for ever. */
  attribute(table: string): string | undefined;
  start(): void;
  close(): void;
}

/**
 * AWS deletes "within a few days of their expiration"; whoever reads must look at the time in any case. A sweep looks at
 * every item there is, so that one a minute would be most of what an idle city does.
 */
const SWEEP_EVERY_MS = 10 * 60_000;
/** DynamoDB leaves alone what expired more than five years ago ("Using time to live"): likely no time at all. */
const OLDEST_EXPIRY_S = 5 * 365 * 24 * 3_600;
const SPACE = 'dynamodb/ttl';

interface Page {
  Items: Array<Record<string, unknown>>;
  LastEvaluatedKey?: Record<string, unknown>;
}

interface Sweep {
  table: string;
  attribute: string;
  nowS: number;
}

async function keyNames(engine: Engine, TableName: string): Promise<string[]> {
  const { Table } = (await engine.run('DescribeTable', { TableName })) as {
    Table: { KeySchema: Array<{ AttributeName: string }> };
  };
  return Table.KeySchema.map((part) => part.AttributeName);
}

/** Removes one item if its end is still the one seen: a session that was prolonged meanwhile stays. */
async function remove(engine: Engine, { table, attribute }: Sweep, keys: string[], item: Record<string, unknown>) {
  try {
    await engine.run('DeleteItem', {
      TableName: table,
      Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
      ConditionExpression: '#end = :seen',
      ExpressionAttributeNames: { '#end': attribute },
      ExpressionAttributeValues: { ':seen': item[attribute] },
    });
  } catch (fault) {
    if (!(fault instanceof ServiceError) || fault.code !== 'ConditionalCheckFailedException') throw fault;
  }
}

async function sweepTable(engine: Engine, sweep: Sweep): Promise<void> {
  const { table, attribute, nowS } = sweep;
  const keys = await keyNames(engine, table);
  let from: Record<string, unknown> | undefined;
  do {
    const page = (await engine.run('Scan', {
      TableName: table,
      FilterExpression: '#end < :now AND #end > :oldest',
      ExpressionAttributeNames: { '#end': attribute },
      ExpressionAttributeValues: { ':now': { N: String(nowS) }, ':oldest': { N: String(nowS - OLDEST_EXPIRY_S) } },
      ...(from && { ExclusiveStartKey: from }),
    })) as Page;
    for (const item of page.Items) await remove(engine, sweep, keys, item);
    from = page.LastEvaluatedKey;
  } while (from);
}

/** Time to live, which dynalite does not have: sweeps what has expired, every ten minutes of the host's clock. */
export function timeToLive(engine: Engine, context: HostContext): TimeToLive {
  const { store, clock, log } = context;
  let timer: Timer | undefined;
  let closed = false;

  const sweep = async (): Promise<void> => {
    const nowS = Math.floor(clock.now() / 1_000);
    for (const { key: table, value: attribute } of store.list<string>(SPACE)) {
      await sweepTable(engine, { table, attribute, nowS }).catch((fault: unknown) => {
        if (!closed) log(`dynamodb: expired items of ${table} were not deleted: ${String(fault)}`);
      });
    }
  };

  const arm = (): void => {
    timer = clock.after(SWEEP_EVERY_MS, () => void sweep().then(() => closed || arm()));
  };

  return {
    set: (table, { AttributeName, Enabled }) =>
      Enabled ? store.put(SPACE, table, AttributeName) : store.delete(SPACE, table),
    attribute: (table) => store.get<string>(SPACE, table),
    start: arm,
    close: () => {
      closed = true;
      timer?.cancel();
    },
  };
}
