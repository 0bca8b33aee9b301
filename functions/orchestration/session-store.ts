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
  /** Moves the end of a session that is not over at `now` (seconds); false when it is over or gone. */
  extend(sessionId: string, expiresAt: number, now: number): Promise<boolean>;
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
    async extend(sessionId, expiresAt, now) {
      const update = new UpdateCommand({
        TableName: table,
        Key: key(sessionId),
        UpdateExpression: 'SET #expiresAt = :expiresAt',
        ConditionExpression: '#expiresAt > :now',
        ExpressionAttributeNames: { '#expiresAt': 'expiresAt' },
        ExpressionAttributeValues: { ':expiresAt': expiresAt, ':now': now },
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
