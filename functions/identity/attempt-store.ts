import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ATTEMPTS_KEPT_MS, type Attempts } from './attempts.ts';

/** Attempts as they were read: revision 0 stands for none. */
export type KeptAttempts = Attempts & { revision: number };

/** Attempts by kiosk, in identity's table. */
export interface AttemptStore {
  read(kioskId: string): Promise<KeptAttempts | undefined>;
  /**
   * One conditional write on what was read. False where somebody else was faster. A write of this very session that
   * was sent twice finds itself, and holds.
   */
  save(attempts: Attempts, sessionId: string, revision: number): Promise<boolean>;
}

const key = (kioskId: string) => ({ id: `attempts/${kioskId}` });

export function dynamoAttempts(client: DynamoDBDocumentClient, table: string): AttemptStore {
  return {
    async read(kioskId) {
      const get = new GetCommand({ TableName: table, Key: key(kioskId), ConsistentRead: true });
      return (await client.send(get)).Item as KeptAttempts | undefined;
    },
    async save(attempts, sessionId, revision) {
      const expiresAt = Math.ceil((attempts.writtenAt + ATTEMPTS_KEPT_MS) / 1000);
      const put = new PutCommand({
        TableName: table,
        Item: { ...attempts, ...key(attempts.kioskId), revision: revision + 1, by: sessionId, expiresAt },
        ConditionExpression: 'attribute_not_exists(#id) OR #revision = :read OR (#revision = :next AND #by = :by)',
        ExpressionAttributeNames: { '#id': 'id', '#revision': 'revision', '#by': 'by' },
        ExpressionAttributeValues: { ':read': revision, ':next': revision + 1, ':by': sessionId },
      });
      try {
        await client.send(put);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
