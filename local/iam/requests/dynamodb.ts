import { jsonAsking, type Names, type Operation, textOf } from './asking.ts';

function tableArn(table: unknown, { region, account }: Names): string {
  const name = textOf(table);
  return name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${account}:table/${name}`;
}

const onTable =
  (action: string): Operation =>
  ({ TableName: table }, names) => ({ action: `dynamodb:${action}`, resource: tableArn(table, names) });

/** A global index is a resource of its own; who may read it need not be able to read its table. */
const onTableOrIndex =
  (action: string): Operation =>
  ({ TableName: table, IndexName: index }, names) => {
    const arn = tableArn(table, names);
    return { action: `dynamodb:${action}`, resource: index === undefined ? arn : `${arn}/index/${textOf(index)}` };
  };

const onEachTable =
  (action: string): Operation =>
  ({ RequestItems: items }, names) =>
    Object.keys(Object(items)).map((table) => ({ action: `dynamodb:${action}`, resource: tableArn(table, names) }));

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB". */
export const dynamodbAsking = jsonAsking({
  BatchGetItem: onEachTable('BatchGetItem'),
  BatchWriteItem: onEachTable('BatchWriteItem'),
  DeleteItem: onTable('DeleteItem'),
  DescribeTable: onTable('DescribeTable'),
  DescribeTimeToLive: onTable('DescribeTimeToLive'),
  GetItem: onTable('GetItem'),
  ListTables: () => ({ action: 'dynamodb:ListTables', resource: '*' }),
  PutItem: onTable('PutItem'),
  Query: onTableOrIndex('Query'),
  Scan: onTableOrIndex('Scan'),
  UpdateItem: onTable('UpdateItem'),
});
