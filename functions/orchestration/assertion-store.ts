import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

/** The assertions that were traded for a token. */
export interface AssertionStore {
  /**
   * Spends an assertion, and says whether `spender` is the one who did. The id lives to `expiresAt` (seconds),
   * when the assertion itself has expired.
   */
  spend(kioskId: string, jti: string, spender: string, expiresAt: number): Promise<boolean>;
}

export function dynamoAssertions(client: DynamoDBDocumentClient, table: string): AssertionStore {
  return {
    async spend(kioskId, jti, spender, expiresAt) {
      const put = new PutCommand({
        TableName: table,
        Item: { id: `assertion/${kioskId}/${jti}`, spender, expiresAt },
        ConditionExpression: 'attribute_not_exists(#id) OR #spender = :spender',
        ExpressionAttributeNames: { '#id': 'id', '#spender': 'spender' },
        ExpressionAttributeValues: { ':spender': spender },
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
