import { CreateTableCommand, DescribeTableCommand, type DescribeTableOutput } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

let tables = 0;

/** Makes an empty table with a partition key of this name; answers the table's name. */
export async function createKeyedTable(client: DynamoDBDocumentClient, key: string): Promise<string> {
  const TableName = `keyed-${++tables}`;
  const command = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
  });
  // The document client takes the plain client's commands too; its types tell of its own alone.
  await client.send(command as never);
  const describe = async () =>
    (await client.send(new DescribeTableCommand({ TableName }) as never)) as DescribeTableOutput;
  while ((await describe()).Table?.TableStatus !== 'ACTIVE');
  return TableName;
}
