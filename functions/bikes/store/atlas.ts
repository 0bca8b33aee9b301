import { BatchGetCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../../shared/cursor.ts';
import type { StandingBike, StandingExported } from '../feed-contract.ts';
import { type Kiosk, kioskKey } from '../items/station.ts';
import { KIOSK_INDEX } from './inventory.ts';

/** Bikes' table as a map of the whole city. What it finds may be behind by a moment. */
export interface Atlas {
  /** The kiosks with these ids, by id; those that are not there are left out. */
  kiosks(kioskIds: readonly string[]): Promise<Map<string, Kiosk>>;
  /**
   * One page of the bikes that stand somewhere.
   *
   * @throws CommandMalformed where the cursor is none of ours.
   */
  standing(cursor: string | undefined): Promise<StandingExported>;
}

/** The most items that one call may ask for (DynamoDB API Reference, "BatchGetItem"). */
const KEYS_MAX = 100;

/** The key at which a page of the index ended. */
const PageKey = z.object({ pk: z.string(), kioskId: z.string(), state: z.string() });

/** In one call: few enough that it takes a moment, on a laptop too, where others wait for the same process. */
const BIKES_A_CALL = 1_000;

const FIELDS = ['bikeId', 'kioskId', 'bay', 'state', 'since'];

/**
 * The index holds the bikes that stand somewhere and nothing else; the table holds the reservations of a month besides.
 * Read from one end to the other, a thousand at a time, it costs a fraction of the calls that a query for each kiosk would.
 */
function standingScan(table: string, cursor: string | undefined) {
  return new ScanCommand({
    TableName: table,
    IndexName: KIOSK_INDEX,
    Limit: BIKES_A_CALL,
    ProjectionExpression: FIELDS.map((field) => `#${field}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(FIELDS.map((field) => [`#${field}`, field])),
    ExclusiveStartKey: cursor === undefined ? undefined : readCursor(PageKey, cursor),
  });
}

export function dynamoAtlas(client: DynamoDBDocumentClient, table: string): Atlas {
  /** What DynamoDB has not come to in one call, it gives back to be asked for in the next. */
  const readAll = async (pks: string[]): Promise<Kiosk[]> => {
    const found: Kiosk[] = [];
    let left = pks;
    while (left.length > 0) {
      const Keys = left.slice(0, KEYS_MAX).map((pk) => ({ pk }));
      const batch = new BatchGetCommand({ RequestItems: { [table]: { Keys } } });
      const { Responses, UnprocessedKeys } = await client.send(batch);
      found.push(...((Responses?.[table] ?? []) as Kiosk[]));
      const undone = (UnprocessedKeys?.[table]?.Keys ?? []).map(({ pk }) => String(pk));
      left = [...undone, ...left.slice(KEYS_MAX)];
    }
    return found;
  };
  return {
    async kiosks(kioskIds) {
      const kiosks = await readAll(kioskIds.map(kioskKey));
      return new Map(kiosks.map((kiosk) => [kiosk.pk.slice(kioskKey('').length), kiosk]));
    },
    async standing(cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(standingScan(table, cursor));
      const bikes = Items as StandingBike[];
      return { bikes, ...(LastEvaluatedKey && { cursor: writeCursor(LastEvaluatedKey) }) };
    },
  };
}
