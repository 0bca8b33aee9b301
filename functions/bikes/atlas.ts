import { BatchGetCommand, type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { StandingBike } from './feed-contract.ts';
import { KIOSK_INDEX } from './inventory.ts';
import { type Kiosk, kioskKey } from './station.ts';

/** Bikes' table as a map of the city. What it finds may be behind by a moment. */
export interface Atlas {
  /** The kiosks with these ids, by id; those that are not there are left out. */
  kiosks(kioskIds: readonly string[]): Promise<Map<string, Kiosk>>;
  standing(kioskId: string): Promise<StandingBike[]>;
}

/** The most items that one call may ask for (DynamoDB API Reference, "BatchGetItem"). */
const KEYS_MAX = 100;

const FIELDS = ['bikeId', 'bay', 'state', 'since'];
const NAMES = Object.fromEntries([...FIELDS, 'kioskId'].map((field) => [`#${field}`, field]));

function standingQuery(table: string, kioskId: string) {
  return {
    TableName: table,
    IndexName: KIOSK_INDEX,
    KeyConditionExpression: '#kioskId = :kioskId',
    ProjectionExpression: FIELDS.map((field) => `#${field}`).join(', '),
    ExpressionAttributeNames: NAMES,
    ExpressionAttributeValues: { ':kioskId': kioskId },
  };
}

export function dynamoAtlas(client: DynamoDBDocumentClient, table: string): Atlas {
  /** What DynamoDB has not come to in one call, it gives back to be asked for in the next. */
  const readAll = async (pks: string[]): Promise<Kiosk[]> => {
    const found: Kiosk[] = [];
    let left = pks;
    while (left.length > 0) {
      const Keys = left.slice(0, KEYS_MAX).map((pk) => ({ pk }));
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys } } }),
      );
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
    async standing(kioskId) {
      const found: StandingBike[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, standingQuery(table, kioskId)))
        found.push(...(Items as StandingBike[]));
      return found;
    },
  };
}
