import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../shared/cursor.ts';
import { DIRECTORY, type Kiosk } from './station.ts';

/** Partition key `directory`, sort key `pk`: kiosks only, all of them, by their ids. */
export const DIRECTORY_INDEX = 'byDirectory';

/** All kiosks, without a look at the bikes. What it says of one may be behind by a moment. */
export interface KioskDirectory {
  /**
   * @throws CommandMalformed where the cursor is none of ours.
   */
  page(cursor?: string): Promise<{ kiosks: Kiosk[]; cursor?: string }>;
}

/** The key at which a page ended. */
const PageKey = z.object({ pk: z.string(), directory: z.literal(DIRECTORY) });

/** `limit` is how many kiosks a page has at the most. */
export function dynamoKioskDirectory(client: DynamoDBDocumentClient, table: string, limit: number): KioskDirectory {
  const query = {
    TableName: table,
    IndexName: DIRECTORY_INDEX,
    KeyConditionExpression: '#directory = :directory',
    ExpressionAttributeNames: { '#directory': 'directory' },
    ExpressionAttributeValues: { ':directory': DIRECTORY },
    Limit: limit,
  };
  return {
    async page(cursor) {
      const ExclusiveStartKey = cursor === undefined ? undefined : readCursor(PageKey, cursor);
      const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand({ ...query, ExclusiveStartKey }));
      return { kiosks: Items as Kiosk[], ...(LastEvaluatedKey ? { cursor: writeCursor(LastEvaluatedKey) } : {}) };
    },
  };
}
