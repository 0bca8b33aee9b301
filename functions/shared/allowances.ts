import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../../seams/clock.ts';
import { TooManyRequests } from './problem.ts';

/** How often a kiosk may ask for something: `burst` times at once, and once more each `everyMs`. */
export interface Allowance {
  /** Part of the item's key: allowances of one name are one and the same. */
  name: string;
  burst: number;
  everyMs: number;
}

export interface Allowances {
  /**
   * Takes one of what a kiosk may ask for.
   *
   * @throws TooManyRequests where nothing is left
   */
  take(kioskId: string, allowance: Allowance): Promise<void>;
}

async function isWritten(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Token buckets, kept as the one moment at which a bucket is full again (the generic cell rate algorithm, ITU-T
 * I.371, annex A). A kiosk that has been quiet costs one conditional write, one in a hurry two. A write whose answer
 * was lost is sent again and may take two: a kiosk then waits a little longer than it must, and never less.
 *
 * Table: key `id`; time to live in `expiresAt`, seconds since the epoch, when the bucket is full and need not be known.
 */
export function dynamoAllowances(client: DynamoDBDocumentClient, table: string, clock: Clock): Allowances {
  return {
    async take(kioskId, { name, burst, everyMs }) {
      const now = clock.now();
      const update = (fullAt: string, condition: string, values: Record<string, number>) =>
        new UpdateCommand({
          TableName: table,
          Key: { id: `allowance/${kioskId}/${name}` },
          UpdateExpression: `SET #fullAt = ${fullAt}, #expiresAt = :expiresAt`,
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#fullAt': 'fullAt', '#expiresAt': 'expiresAt' },
          ExpressionAttributeValues: {
            ':expiresAt': Math.ceil((now + burst * everyMs) / 1000),
            ':now': now,
            ...values,
          },
        });
      const fromFull = update(':next', 'attribute_not_exists(#fullAt) OR #fullAt <= :now', { ':next': now + everyMs });
      if (await isWritten(client.send(fromFull))) return;
      const most = { ':every': everyMs, ':most': now + (burst - 1) * everyMs };
      const further = update('#fullAt + :every', '#fullAt > :now AND #fullAt <= :most', most);
      if (await isWritten(client.send(further))) return;
      throw new TooManyRequests(Math.ceil(everyMs / 1000));
    },
  };
}
