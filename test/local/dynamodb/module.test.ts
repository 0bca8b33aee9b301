import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodbModule } from '../../../local/dynamodb/module.ts';
import type { HostModule } from '../../../local/module.ts';
import { clientOf, deploy, hostContext, type Served, serve } from '../serve.ts';
import { virtualClock } from '../virtual-clock.ts';

const clock = virtualClock(Date.UTC(2026, 3, 1));
const nowS = (): number => clock.now() / 1_000;

const sessions = {
  TableName: 'sessions',
  AttributeDefinitions: [
    { AttributeName: 'sessionId', AttributeType: 'S' },
    { AttributeName: 'kioskId', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'sessionId', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byKiosk',
      KeySchema: [{ AttributeName: 'kioskId', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

const deployTable = (by: HostModule, properties: Record<string, unknown>) =>
  deploy(by, 'AWS::DynamoDB::GlobalTable', 'Sessions', properties);

let hosted: HostModule;
let served: Served;
let client: dynamodb.DynamoDBClient;
let dataDir: string;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'freewheel-'));
  hosted = dynamodbModule(hostContext({ clock, dataDir }));
  served = await serve(hosted);
  client = new dynamodb.DynamoDBClient(clientOf(served) as dynamodb.DynamoDBClientConfig);
});

afterEach(async () => {
  client.destroy();
  await served.close();
  await hosted.close?.();
  rmSync(dataDir, { recursive: true });
});

const put = (item: Record<string, dynamodb.AttributeValue>, more: Partial<dynamodb.PutItemCommandInput> = {}) =>
  client.send(new dynamodb.PutItemCommand({ TableName: 'sessions', Item: item, ...more }));

const scan = async () => {
  const { Items = [] } = await client.send(new dynamodb.ScanCommand({ TableName: 'sessions' }));
  return Items.map((item) => item['sessionId']?.S).sort();
};

describe('a table of the template', () => {
  it('is made once, and found again with its items by the next start', async () => {
    await deployTable(hosted, sessions);
    await put({ sessionId: { S: 's-1' } });

    const { attributes } = await deployTable(hosted, sessions);

    expect(await scan()).toEqual(['s-1']);
    expect(attributes['Arn']).toBe('arn:aws:dynamodb:eu-west-1:000000000000:table/sessions');
  });

  it('is refused by name when the template has changed its indexes', async () => {
    await deployTable(hosted, sessions);

    const again = deployTable(hosted, { ...sessions, GlobalSecondaryIndexes: undefined });

    await expect(again).rejects.toThrow(/'sessions' exists with another shape .*globalIndexes.*--fresh/);
  });

  it('is refused by name when it asks for a stream', async () => {
    const streaming = { ...sessions, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } };

    const deploying = deployTable(hosted, streaming);

    await expect(deploying).rejects.toThrow(/Sessions asks for a stream/);
  });

  it('cannot be opened by two hosts at a time, and the second one is told so', async () => {
    await deployTable(hosted, sessions);
    const second = dynamodbModule(hostContext({ dataDir }));

    const deployed = deployTable(second, sessions);

    await expect(deployed).rejects.toThrow(/Does another host run on the same data/);
  });

  it('leaves nothing behind when it is deleted', async () => {
    await deployTable(hosted, sessions);
    await put({ sessionId: { S: 's-1' }, kioskId: { S: 'k-1' } });

    await client.send(new dynamodb.DeleteTableCommand({ TableName: 'sessions' }));
    await deployTable(hosted, sessions);

    expect(await scan()).toEqual([]);
  });
});

describe('a table that was just made', () => {
  it('is active at once, so that no kill can find it half made', async () => {
    await deployTable(hosted, sessions);

    const { Table } = await client.send(new dynamodb.DescribeTableCommand({ TableName: 'sessions' }));

    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexStatus }) => IndexStatus)).toEqual(['ACTIVE']);
  });
});

describe('items', () => {
  beforeEach(() => deployTable(hosted, sessions));

  it('are found by an index as soon as they are written', async () => {
    await put({ sessionId: { S: 's-1' }, kioskId: { S: 'k-1' } });
    await put({ sessionId: { S: 's-1' }, kioskId: { S: 'k-2' } });

    const at = async (kiosk: string) => {
      const query = { KeyConditionExpression: 'kioskId = :k', ExpressionAttributeValues: { ':k': { S: kiosk } } };
      const { Items } = await client.send(
        new dynamodb.QueryCommand({ TableName: 'sessions', IndexName: 'byKiosk', ...query }),
      );
      return Items;
    };

    expect(await at('k-1')).toEqual([]);
    expect(await at('k-2')).toEqual([{ sessionId: { S: 's-1' }, kioskId: { S: 'k-2' } }]);
  });

  it('let one of many writers win a condition', async () => {
    const condition = { ConditionExpression: 'attribute_not_exists(sessionId)' };

    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => put({ sessionId: { S: 's-1' }, by: { N: String(n) } }, condition)),
    );

    const lost = tries.filter((each) => each.status === 'rejected').map((each) => each.reason.name);
    expect(lost).toEqual(Array(19).fill('ConditionalCheckFailedException'));
  });

  it('are refused with ReturnValuesOnConditionCheckFailure, which would be overlooked', async () => {
    const writing = put({ sessionId: { S: 's-1' } }, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });

    await expect(writing).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('ReturnValuesOnConditionCheckFailure'),
    });
  });

  it('are refused in transactions, by name', async () => {
    const item = { Put: { TableName: 'sessions', Item: { sessionId: { S: 's-1' } } } };

    const writing = client.send(new dynamodb.TransactWriteItemsCommand({ TransactItems: [item] }));

    await expect(writing).rejects.toThrow(/does not do 'TransactWriteItems'/);
  });
});

describe('time to live', () => {
  beforeEach(() => deployTable(hosted, sessions));

  it('is what the template says, and can be switched off', async () => {
    const describeTtl = new dynamodb.DescribeTimeToLiveCommand({ TableName: 'sessions' });
    const off = { AttributeName: 'expiresAt', Enabled: false };

    const before = await client.send(describeTtl);
    await client.send(new dynamodb.UpdateTimeToLiveCommand({ TableName: 'sessions', TimeToLiveSpecification: off }));
    const after = await client.send(describeTtl);

    expect(before.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    expect(after.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' });
  });

  it('sweeps what has expired, and leaves the rest', async () => {
    await put({ sessionId: { S: 'expired' }, expiresAt: { N: String(nowS() + 30) } });
    await put({ sessionId: { S: 'running' }, expiresAt: { N: String(nowS() + 3_600) } });
    await put({ sessionId: { S: 'for ever' } });
    await hosted.start?.();

    clock.advance(601_000);
    let left = await scan();
    while (left.length > 2) left = await scan();

    expect(left).toEqual(['for ever', 'running']);
  });
});
