import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { CfnOutput, CfnResource, Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { DefinitionBody, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { type Host, type HostOptions, startHost } from '../../local/host.ts';
import { systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { addFunction, folder, forgetFolders, synthesize } from './sample-app.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(60_000);

/** Writes what it is told into a table, under the name that the event gives, and counts how often. */
const NOTE = `
  import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
  const client = new DynamoDBClient({});
  export const handler = async (event) => {
    const name = event.name ?? event.pathParameters?.name ?? event.detail.name + ' ' + event.detail.status;
    const { Attributes } = await client.send(new UpdateItemCommand({
      TableName: process.env.TABLE,
      Key: { name: { S: name } },
      UpdateExpression: 'ADD #count :one',
      ExpressionAttributeNames: { '#count': 'count' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    }));
    return { name, count: Number(Attributes.count.N) };
  };`;

function definition(): string {
  const path = join(folder(), 'definition.asl.json');
  const note = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
  const states = {
    'Note it': {
      ...note,
      Arguments: { FunctionName: '$' + '{Note}', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
    },
  };
  writeFileSync(path, JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Note it', States: states }));
  return path;
}

function sampleAssembly(): string {
  return synthesize((stack) => {
    const table = new TableV2(stack, 'Notes', { partitionKey: { name: 'name', type: AttributeType.STRING } });
    const note = addFunction(stack, 'Note', NOTE, {
      environment: { TABLE: table.tableName },
      timeout: Duration.seconds(10),
    });
    table.grantReadWriteData(note);
    const definitionBody = DefinitionBody.fromFile(definition());
    const definitionSubstitutions = { Note: note.functionArn };
    for (const [id, stateMachineType] of [
      ['Noting', StateMachineType.STANDARD],
      ['NotingNow', StateMachineType.EXPRESS],
    ] as const) {
      note.grantInvoke(new StateMachine(stack, id, { definitionBody, definitionSubstitutions, stateMachineType }));
    }
    new Rule(stack, 'WhenNoted', {
      eventPattern: { source: ['aws.states'], detail: { status: ['SUCCEEDED'] } },
      targets: [new LambdaFunction(note)],
    });
    new Key(stack, 'Key');
    const api = new HttpApi(stack, 'Api');
    const integration = new HttpLambdaIntegration('Note', note);
    api.addRoutes({ path: '/notes/{name}', methods: [HttpMethod.POST], integration });
    new CfnOutput(stack, 'ApiUrl', { value: api.apiEndpoint });
  });
}

describe('the embedded host', () => {
  const assemblyDir = sampleAssembly();
  const hosts: Host[] = [];
  const clients: Array<{ destroy(): void }> = [];

  const start = async (changes: Partial<HostOptions> = {}): Promise<Host> => {
    const host = await startHost({
      assemblyDir,
      dataDir: folder(),
      ports: { aws: 0, mqtt: 0 },
      apiEndpoint: 'http://localhost:8080',
      clock: systemClock,
      random: systemRandom,
      log: () => undefined,
      ...changes,
    });
    hosts.push(host);
    return host;
  };
  const clientsOf = ({ awsEndpoint: endpoint }: Host) => {
    const credentials = { accessKeyId: 'operator', secretAccessKey: 'any' };
    const settings = { endpoint, region: 'us-east-1', credentials, disableHostPrefix: true };
    const made = {
      dynamodb: new DynamoDBClient(settings),
      kms: new KMSClient(settings),
      lambda: new LambdaClient(settings),
      states: new SFNClient(settings),
    };
    clients.push(...Object.values(made));
    return made;
  };
  const countOf = async (dynamodb: DynamoDBClient, name: string): Promise<number> => {
    const key = { TableName: 'Sample-Notes', Key: { name: { S: name } }, ConsistentRead: true };
    const { Item: item } = await dynamodb.send(new GetItemCommand(key));
    return Number(item?.['count']?.N ?? 0);
  };
  /** Looks again and again, until what it looks for is there; the test's own time-out ends it. */
  const until = async <Value>(look: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> => {
    for (;;) {
      const value = await look();
      if (isThere(value)) return value;
    }
  };

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    for (const host of hosts.splice(0)) await host.close();
  });
  afterAll(forgetFolders);

  it('runs a function that calls another service under its own key', async () => {
    const host = await start();

    const answer = await host.invoke('Sample-Note', { name: 'within' });

    expect(answer).toEqual({ name: 'within', count: 1 });
  });

  it('serves the HTTP API', async () => {
    const host = await start();
    const request = { method: 'POST', path: '/notes/by%20http', query: '', headers: {}, body: Buffer.alloc(0) };

    const response = await host.api(request);

    expect(response.status).toBe(200);
    expect(JSON.parse(response.body.toString())).toEqual({ name: 'by http', count: 1 });
  });

  it('serves the SDK', async () => {
    const { lambda, kms, dynamodb } = clientsOf(await start());

    await lambda.send(new InvokeCommand({ FunctionName: 'Sample-Note', Payload: '{"name":"by SDK"}' }));

    expect(await countOf(dynamodb, 'by SDK')).toBe(1);
    expect((await kms.send(new ListKeysCommand({}))).Keys).toHaveLength(1);
  });

  it('runs the state machines, and answers a synchronous one', async () => {
    const { states } = clientsOf(await start());
    const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Sample-NotingNow';

    const execution = await states.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"name":"now"}' }));

    expect(execution.status).toBe('SUCCEEDED');
    expect(JSON.parse(execution.output ?? '')).toEqual({ name: 'now', count: 1 });
  });

  it('tells the event bus of what becomes of an execution', async () => {
    const { states, dynamodb } = clientsOf(await start());
    const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Sample-Noting';

    await states.send(new StartExecutionCommand({ stateMachineArn, name: 'first', input: '{"name":"later"}' }));

    const told = () => countOf(dynamodb, 'first SUCCEEDED');
    expect(await until(told, (count) => count > 0)).toBe(1);
  });

  it('finds everything as the last run left it', async () => {
    const dataDir = folder();
    const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:Sample-Noting';
    const before = await start({ dataDir });
    const { states } = clientsOf(before);
    const started = await states.send(new StartExecutionCommand({ stateMachineArn, input: '{"name":"kept"}' }));
    const describeOn = (client: SFNClient) =>
      client.send(new DescribeExecutionCommand({ executionArn: started.executionArn }));
    await until(
      () => describeOn(states),
      ({ status }) => status === 'SUCCEEDED',
    );
    const keysBefore = await clientsOf(before).kms.send(new ListKeysCommand({}));
    await before.close();

    const after = clientsOf(await start({ dataDir }));

    expect(await countOf(after.dynamodb, 'kept')).toBe(1);
    expect((await describeOn(after.states)).output).toBe('{"name":"kept","count":1}');
    expect((await after.kms.send(new ListKeysCommand({}))).Keys).toEqual(keysBefore.Keys);
  });

  it('forgets the last run when asked to', async () => {
    const dataDir = folder();
    const before = await start({ dataDir });
    await before.invoke('Sample-Note', { name: 'gone' });
    await before.close();

    const after = await start({ dataDir, fresh: true });

    expect(await after.invoke('Sample-Note', { name: 'gone' })).toEqual({ name: 'gone', count: 1 });
  });

  it('writes down the outputs of the stacks as the CDK would', async () => {
    const dataDir = folder();

    const host = await start({ dataDir });

    expect(host.outputs).toEqual({ Sample: { ApiUrl: 'http://localhost:8080' } });
    expect(JSON.parse(readFileSync(join(dataDir, 'outputs.json'), 'utf8'))).toEqual(host.outputs);
  });

  it('does without ports, and is then reached in process alone', async () => {
    const host = await start({ ports: {} });
    const request = { method: 'GET', path: '/2015-03-31/functions/', query: '', headers: {}, body: Buffer.alloc(0) };

    const response = await host.call('lambda', request, { kind: 'operator', name: 'operator' });

    expect(response.body.toString()).toContain('Sample-Note');
    expect(host.mqttEndpoint).toBeUndefined();
  });

  it('says which port is taken, and lets go of everything else', async () => {
    const dataDir = folder();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = (other.address() as { port: number }).port;

    const starting = start({ dataDir, ports: { aws: port } });

    await expect(starting).rejects.toThrow(`Port ${port} is in use by another program. Set AWS_PORT to another port.`);
    await new Promise((resolve) => other.close(resolve));
    await expect(start({ dataDir, ports: { aws: port } })).resolves.toMatchObject({
      awsEndpoint: `http://127.0.0.1:${port}`,
    });
  });

  it('does not start with a resource that it does not know', async () => {
    const assembly = synthesize((stack) => {
      new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue' });
    });

    const starting = start({ assemblyDir: assembly });

    await expect(starting).rejects.toThrow('Queue of Sample (AWS::SQS::Queue)');
  });
});
