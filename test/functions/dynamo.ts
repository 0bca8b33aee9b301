import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, jest } from '@jest/globals';

// The package has no types; Jest's own require takes the one that is wanted.
const dynalite = jest.requireActual<(options: { createTableMs: number }) => Server>('dynalite');

export interface Dynamo {
  client: DynamoDBDocumentClient;
  /** Makes an empty table as the stacks do: key `pk`, and the indexes that are asked for. Answers its name. */
  createTable(...indexes: TableIndex[]): Promise<string>;
}

interface TableIndex {
  name: string;
  partitionKey: string;
  sortKey: string;
}

async function startDynamo(): Promise<Dynamo & { close(): Promise<void> }> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  let tables = 0;
  const string = (name: string) => ({ AttributeName: name, AttributeType: 'S' as const });
  return {
    client: DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } }),
    async createTable(...asked) {
      const TableName = `table-${++tables}`;
      const indexes = asked.map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' as const },
          { AttributeName: index.sortKey, KeyType: 'RANGE' as const },
        ],
        Projection: { ProjectionType: 'ALL' as const },
      }));
      const keys = new Set(['pk', ...asked.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])]);
      await base.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [...keys].map(string),
          ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
        }),
      );
      await waitUntilTableExists({ client: base, maxWaitTime: 10, minDelay: 1 }, { TableName });
      return TableName;
    },
    async close() {
      base.destroy();
      await new Promise<void>((resolve, reject) => {
        server.close((fault) => (fault ? reject(fault) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}

/** A DynamoDB of a test file's own, in memory, spoken to by the real SDK over loopback: from its first test to its last. */
export function useDynamo(): Dynamo {
  let started: Awaited<ReturnType<typeof startDynamo>> | undefined;
  const running = () => {
    if (!started) throw new Error('DynamoDB is there in tests and hooks only, once the first test begins.');
    return started;
  };
  beforeAll(async () => {
    started = await startDynamo();
  });
  afterAll(() => started?.close());
  return {
    get client() {
      return running().client;
    },
    createTable: (...indexes) => running().createTable(...indexes),
  };
}
