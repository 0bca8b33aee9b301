import { writeSync } from 'node:fs';
import { type Engine, openEngine } from '../../../local/dynamodb/engine.ts';

/**
 * A program that moves bikes between bays until it is killed: eight writers at a time, each move changing the key of
 * an index. What was acknowledged is told on the standard output, one `bike number` a line. Its arguments are the
 * data folder and the number to count on from.
 */
const [dataDir = '', from = '0'] = process.argv.slice(2);
const BIKES = 40;

async function move(engine: Engine, bike: string, number: number): Promise<void> {
  await engine.run('UpdateItem', {
    TableName: 'bikes',
    Key: { bikeId: { S: bike } },
    UpdateExpression: 'SET bay = :bay, moved = :moved',
    ExpressionAttributeValues: { ':bay': { S: `bay-${number % 17}` }, ':moved': { N: String(number) } },
  });
  writeSync(1, `${bike} ${number}\n`);
}

async function write(engine: Engine, writer: number): Promise<never> {
  for (let number = Number(from) + writer; ; number += 8) await move(engine, `bike-${number % BIKES}`, number);
}

const engine = openEngine({ dataDir, region: 'eu-west-1', account: '000000000000' });
const { TableNames } = (await engine.run('ListTables', {})) as { TableNames: string[] };
if (!TableNames.includes('bikes')) {
  await engine.run('CreateTable', {
    TableName: 'bikes',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'bikeId', AttributeType: 'S' },
      { AttributeName: 'bay', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'bikeId', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byBay',
        KeySchema: [{ AttributeName: 'bay', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
}
await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((writer) => write(engine, writer)));
