import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Session } from './session.ts';

/** Sessions by their id. The only place where a sealed credential is kept. */
export interface SessionStore {
  /** A session's id is minted for it, so that no other can be in its place. */
  open(session: Session): Promise<void>;
  /** Read consistently, expired or not. */
  read(sessionId: string): Promise<Session | undefined>;
  /**
   * Spends a session that is not over at `now` (seconds) on a rental, and moves its end; false when it is over, gone,
   * or spent on another rental: one answer to the second prompt is all that a scan is good for.
   */
  spend(sessionId: string, rentalId: string, expiresAt: number, now: number): Promise<boolean>;
  /** A session that is gone already is no fault. */
  close(sessionId: string): Promise<void>;
}

const key = (sessionId: string) => ({ id: `session/${sessionId}` });

export function dynamoSessions(client: DynamoDBDocumentClient, table: string): SessionStore {
  return {
    async open(session) {
      const Item = { ...key(session.sessionId), ...session };
      await client.send(new PutCommand({ TableName: table, Item }));
    },
    async read(sessionId) {
      const get = new GetCommand({ TableName: table, Key: key(sessionId), ConsistentRead: true });
      return (await client.send(get)).Item as Session | undefined;
    },
    async spend(sessionId, rentalId, expiresAt, now) {
      const update = new UpdateCommand({
        TableName: table,
        Key: key(sessionId),
        UpdateExpression: 'SET #expiresAt = :expiresAt, #rentalId = :rentalId',
        ConditionExpression: '#expiresAt > :now AND (attribute_not_exists(#rentalId) OR #rentalId = :rentalId)',
        ExpressionAttributeNames: { '#expiresAt': 'expiresAt', '#rentalId': 'rentalId' },
        ExpressionAttributeValues: { ':expiresAt': expiresAt, ':now': now, ':rentalId': rentalId },
      });
      try {
        await client.send(update);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
    async close(sessionId) {
      await client.send(new DeleteCommand({ TableName: table, Key: key(sessionId) }));
    },
  };
}
