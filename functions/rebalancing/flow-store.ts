import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Direction, Flow } from './flow.ts';

/** Who came and went, by kiosk and hour. */
export interface FlowStore {
  /** Notes a trip, by its name, once: it may be told again. `ttl`: seconds since the epoch. */
  note(trip: { kioskId: string; hour: string; direction: Direction; trip: string; ttl: number }): Promise<void>;
  /** What was noted of an hour at each kiosk at which anything was; it may be behind by a moment. */
  ofHour(hour: string): Promise<[kioskId: string, flow: Flow][]>;
}

export const HOUR_INDEX = 'byHour';

const names = (...fields: string[]) => Object.fromEntries(fields.map((field) => [`#${field}`, field]));

/**
 * One item for each kiosk and hour, with two sets of trips. A set is safe to replay, where a counter counts twice: one
 * unconditional write notes a trip, however often it is told. The busiest kiosks have some hundred trips an hour, of
 * which each takes up forty bytes; an item may have 400 KB.
 */
export function dynamoFlows(client: DynamoDBDocumentClient, table: string): FlowStore {
  return {
    async note({ kioskId, hour, direction, trip, ttl }) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: `flow#${kioskId}#${hour}` },
          UpdateExpression: 'SET #kioskId = :kioskId, #hour = :hour, #ttl = :ttl ADD #trips :trip',
          ExpressionAttributeNames: { ...names('kioskId', 'hour', 'ttl'), '#trips': direction },
          ExpressionAttributeValues: { ':kioskId': kioskId, ':hour': hour, ':ttl': ttl, ':trip': new Set([trip]) },
        }),
      );
    },
    async ofHour(hour) {
      const query = {
        TableName: table,
        IndexName: HOUR_INDEX,
        KeyConditionExpression: '#hour = :hour',
        ExpressionAttributeNames: names('hour'),
        ExpressionAttributeValues: { ':hour': hour },
      };
      const found: [string, Flow][] = [];
      for await (const { Items = [] } of paginateQuery({ client }, query))
        for (const { kioskId, arrivals, departures } of Items as Record<string, never>[])
          found.push([String(kioskId), { arrivals: sizeOf(arrivals), departures: sizeOf(departures) }]);
      return found;
    },
  };
}

/** Of a set that is there as long as something is in it. */
const sizeOf = (trips: Set<string> | undefined) => trips?.size ?? 0;
