import { type DynamoDBDocumentClient, paginateQuery, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../../shared/cursor.ts';
import { type Bike, bikeKey } from '../items/bike.ts';
import { type Party, partyKey } from '../items/party.ts';
import { KIOSK_INDEX } from '../store/inventory.ts';

/** What a bike's snapshot is made of. */
export type Surveyed = Pick<Bike, 'bikeId' | 'state' | 'since' | 'kioskId' | 'bay' | 'hold' | 'changes' | 'moves'>;

/** Bikes' table, looked at as a whole. What it finds may be behind by a moment. */
export interface Survey {
  /** The bikes that are recorded at a kiosk. */
  standing(kioskId: string): Promise<Surveyed[]>;
  /**
   * One page of a segment's bikes that stand nowhere, and of the holds that have a place in a party.
   *
   * @throws CommandMalformed where the cursor is none of ours.
   */
  outstanding(part: Part): Promise<{ bikes: Surveyed[]; holds: string[]; cursor?: string }>;
}

export interface Part {
  segment: number;
  segments: number;
  cursor?: string | undefined;
}

const FIELDS = ['bikeId', 'state', 'since', 'kioskId', 'bay', 'hold', 'changes', 'moves'];
const names = (...fields: string[]) => Object.fromEntries(fields.map((field) => [`#${field}`, field]));
const projection = (...fields: string[]) => fields.map((field) => `#${field}`).join(', ');

function standingQuery(table: string, kioskId: string) {
  return {
    TableName: table,
    IndexName: KIOSK_INDEX,
    KeyConditionExpression: '#kioskId = :kioskId',
    ProjectionExpression: projection(...FIELDS),
    ExpressionAttributeNames: names(...FIELDS),
    ExpressionAttributeValues: { ':kioskId': kioskId },
  };
}

/** The key at which a page ended. */
const PageKey = z.object({ pk: z.string() });

function outstandingScan(table: string, { segment, segments, cursor }: Part) {
  return new ScanCommand({
    TableName: table,
    Segment: segment,
    TotalSegments: segments,
    FilterExpression:
      '(begins_with(#pk, :bike) AND attribute_not_exists(#kioskId)) OR (begins_with(#pk, :party) AND size(#out) > :none)',
    ProjectionExpression: projection('pk', 'out', ...FIELDS),
    ExpressionAttributeNames: names('pk', 'out', ...FIELDS),
    ExpressionAttributeValues: { ':bike': bikeKey(''), ':party': partyKey(''), ':none': 0 },
    ExclusiveStartKey: cursor === undefined ? undefined : readCursor(PageKey, cursor),
  });
}

export function dynamoSurvey(client: DynamoDBDocumentClient, table: string): Survey {
  return {
    async standing(kioskId) {
      const found: Surveyed[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, standingQuery(table, kioskId)))
        found.push(...(Items as Surveyed[]));
      return found;
    },
    async outstanding(part) {
      const { Items = [], LastEvaluatedKey } = await client.send(outstandingScan(table, part));
      const items = Items as (Surveyed | Party)[];
      const bikes = items.filter((item): item is Surveyed => 'bikeId' in item);
      const holds = items.flatMap((item) => ('out' in item ? item.out : []));
      return { bikes, holds, ...(LastEvaluatedKey ? { cursor: writeCursor(LastEvaluatedKey) } : {}) };
    },
  };
}
