import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

/** Where to look: the items of an index that have `value` in `field`, which is its partition key. */
export interface IndexQuery {
  table: string;
  index: string;
  field: string;
  value: string;
  /** How many items a page has at the most. */
  limit: number;
  /** From the end of the sort key; from its beginning if not said. */
  newestFirst?: boolean;
}

export interface IndexPage<Item, Key> {
  items: Item[];
  /** Where the next page begins, if there may be one. */
  next?: Key | undefined;
}

/** Reads a page of an index, in the order of its sort key. It may be behind the table by as much as an index is. */
export async function readIndexPage<Item, Key extends Record<string, unknown>>(
  client: DynamoDBDocumentClient,
  { table, index, field, value, limit, newestFirst = false }: IndexQuery,
  from?: Key,
): Promise<IndexPage<Item, Key>> {
  const query = new QueryCommand({
    TableName: table,
    IndexName: index,
    KeyConditionExpression: '#field = :value',
    ExpressionAttributeNames: { '#field': field },
    ExpressionAttributeValues: { ':value': value },
    ScanIndexForward: !newestFirst,
    Limit: limit,
    ExclusiveStartKey: from,
  });
  const { Items = [], LastEvaluatedKey } = await client.send(query);
  return { items: Items as Item[], next: LastEvaluatedKey as Key | undefined };
}
