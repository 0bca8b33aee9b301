import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RemovalPolicy, SecretValue, type Stack } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnRule, EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { type Host, startHost } from '../../../local/host.ts';
import { systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';
import { addFunction, folder, forgetFolders, synthesize } from '../sample-app.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(120_000);

/** Does with AWS whatever it is told, and says how it was refused. */
const THIEF = `
  import * as dynamodb from '@aws-sdk/client-dynamodb';
  import * as events from '@aws-sdk/client-eventbridge';
  import * as iot from '@aws-sdk/client-iot';
  import * as iotdata from '@aws-sdk/client-iot-data-plane';
  import * as kms from '@aws-sdk/client-kms';
  import * as lambda from '@aws-sdk/client-lambda';
  import * as s3 from '@aws-sdk/client-s3';
  import * as secrets from '@aws-sdk/client-secrets-manager';
  import * as states from '@aws-sdk/client-sfn';
  import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
  const clients = {
    dynamodb: [dynamodb, dynamodb.DynamoDBClient], events: [events, events.EventBridgeClient],
    iot: [iot, iot.IoTClient], iotdata: [iotdata, iotdata.IoTDataPlaneClient], kms: [kms, kms.KMSClient],
    lambda: [lambda, lambda.LambdaClient], s3: [s3, s3.S3Client],
    secrets: [secrets, secrets.SecretsManagerClient], states: [states, states.SFNClient],
  };
  export const handler = async ({ service, operation, input, sign }) => {
    const [sdk, Client] = clients[service];
    const client = new Client({ forcePathStyle: true, maxAttempts: 1 });
    const command = new sdk[operation + 'Command'](input);
    if (sign) return getSignedUrl(client, command);
    try {
      await client.send(command);
      return 'served';
    } catch (fault) {
      return { name: fault.name, message: fault.message, status: fault.$metadata?.httpStatusCode };
    }
  };`;

const ACCOUNT = '000000000000';
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;
const MACHINE = arn('states', 'stateMachine:Sample-Rental');

/** One service's belongings, and a function that may use a table of its own and nothing else. */
function build(stack: Stack): void {
  const table = (id: string) =>
    new TableV2(stack, id, {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      globalSecondaryIndexes: [{ indexName: 'byName', partitionKey: { name: 'name', type: AttributeType.STRING } }],
    });
  const thief = addFunction(stack, 'Thief', THIEF);
  thief.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [table('Own').tableArn] }));
  table('Residents');
  new Bucket(stack, 'Photos', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY });
  new Key(stack, 'Key', { alias: 'credentials' });
  new Secret(stack, 'Secret', { secretName: 'acquirer', secretStringValue: SecretValue.unsafePlainText('{}') });
  new EventBus(stack, 'Bus', { eventBusName: 'city' });
  const wait = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', Arguments: {}, End: true };
  const text = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Wait', States: { Wait: wait } });
  new StateMachine(stack, 'Rental', { definitionBody: DefinitionBody.fromString(text) });
  const victim = addFunction(stack, 'Victim', 'exports.handler = async () => ({ open: true });');
  const targets = [{ id: 't', arn: victim.functionArn }];
  new CfnRule(stack, 'Rule', { eventPattern: { source: ['city'] }, targets });
  const trusting = new Role(stack, 'ForLambda', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  victim.grantInvoke(trusting);
  const underRole = [{ id: 't', arn: victim.functionArn, roleArn: trusting.roleArn }];
  new CfnRule(stack, 'RuleUnderRole', { eventPattern: { source: ['role'] }, targets: underRole });
  const actions = [{ lambda: { functionArn: victim.functionArn } }];
  const sql = "SELECT * FROM 'facts'";
  const republish = { topic: 'kiosks/1/photos', roleArn: trusting.roleArn };
  new CfnTopicRule(stack, 'Gossip', {
    topicRulePayload: { awsIotSqlVersion: '2016-03-23', sql, actions: [{ republish }] },
  });
  new CfnTopicRule(stack, 'Facts', { topicRulePayload: { awsIotSqlVersion: '2016-03-23', sql, actions } });
  const api = new CfnApi(stack, 'Api', { name: 'api', protocolType: 'HTTP' });
  const integration = new CfnIntegration(stack, 'Integration', {
    ...{ apiId: api.ref, integrationType: 'AWS_PROXY', payloadFormatVersion: '2.0' },
    integrationUri: victim.functionArn,
  });
  new CfnRoute(stack, 'Route', { apiId: api.ref, routeKey: 'GET /open', target: `integrations/${integration.ref}` });
}

describe('a function that reaches for what is not its own', () => {
  let host: Host;
  const logged: string[] = [];

  beforeAll(async () => {
    host = await startHost({
      ...{ assemblyDir: synthesize(build), dataDir: folder(), ports: { aws: 0 }, apiEndpoint: 'http://localhost:8080' },
      ...{ clock: systemClock, random: systemRandom, log: (line) => void logged.push(line) },
    });
  });
  afterAll(async () => {
    await host.close();
    forgetFolders();
  });

  const attempt = (service: string, operation: string, input: object, more: object = {}) =>
    host.invoke('Sample-Thief', { service, operation, input, ...more });
  const told = (action: string, resource: string) =>
    `User: arn:aws:sts::${ACCOUNT}:assumed-role/Sample-ThiefServiceRole/Sample-Thief is not authorized to perform: ` +
    `${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  const eventually = async (is: (line: string) => boolean): Promise<string> => {
    for (;;) {
      const line = logged.find(is);
      if (line !== undefined) return line;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('is served what is its own', async () => {
    const answer = await attempt('dynamodb', 'GetItem', { TableName: 'Sample-Own', Key: { id: { S: '1' } } });

    expect(answer).toBe('served');
  });

  const residents = arn('dynamodb', 'table/Sample-Residents');
  const query = { KeyConditionExpression: '#n = :n', ExpressionAttributeNames: { '#n': 'name' } };
  const named = { ...query, ExpressionAttributeValues: { ':n': { S: 'Marta' } } };
  it.each<[string, string, object, string, string, string, number]>([
    [
      'dynamodb',
      'GetItem',
      { TableName: 'Sample-Residents', Key: { id: { S: '1' } } },
      'dynamodb:GetItem',
      residents,
      'AccessDeniedException',
      400,
    ],
    [
      'dynamodb',
      'GetItem',
      { TableName: residents, Key: { id: { S: '1' } } },
      'dynamodb:GetItem',
      residents,
      'AccessDeniedException',
      400,
    ],
    [
      'dynamodb',
      'Scan',
      { TableName: 'Sample-Own' },
      'dynamodb:Scan',
      arn('dynamodb', 'table/Sample-Own'),
      'AccessDeniedException',
      400,
    ],
    [
      'dynamodb',
      'Query',
      { TableName: 'Sample-Own', IndexName: 'byName', ...named },
      'dynamodb:Query',
      arn('dynamodb', 'table/Sample-Own/index/byName'),
      'AccessDeniedException',
      400,
    ],
    [
      'dynamodb',
      'BatchGetItem',
      { RequestItems: { 'Sample-Residents': { Keys: [{ id: { S: '1' } }] } } },
      'dynamodb:BatchGetItem',
      residents,
      'AccessDeniedException',
      400,
    ],
    [
      'secrets',
      'GetSecretValue',
      { SecretId: 'acquirer' },
      'secretsmanager:GetSecretValue',
      'SECRET',
      'AccessDeniedException',
      400,
    ],
    [
      'states',
      'StartExecution',
      { stateMachineArn: MACHINE, input: '{}' },
      'states:StartExecution',
      MACHINE,
      'AccessDeniedException',
      400,
    ],
    [
      'states',
      'DescribeExecution',
      { executionArn: `${MACHINE.replace('stateMachine', 'execution')}:1` },
      'states:DescribeExecution',
      `${MACHINE.replace('stateMachine', 'execution')}:1`,
      'AccessDeniedException',
      400,
    ],
    [
      'lambda',
      'Invoke',
      { FunctionName: 'Sample-Victim' },
      'lambda:InvokeFunction',
      arn('lambda', 'function:Sample-Victim'),
      'AccessDeniedException',
      403,
    ],
    [
      'lambda',
      'Invoke',
      { FunctionName: arn('lambda', 'function:Sample-Victim'), InvocationType: 'Event' },
      'lambda:InvokeFunction',
      arn('lambda', 'function:Sample-Victim'),
      'AccessDeniedException',
      403,
    ],
    [
      'events',
      'PutEvents',
      { Entries: [{ EventBusName: 'city', Source: 's', DetailType: 'd', Detail: '{}' }] },
      'events:PutEvents',
      arn('events', 'event-bus/city'),
      'AccessDeniedException',
      400,
    ],
    [
      'iotdata',
      'Publish',
      { topic: 'kiosks/1/photos', payload: Buffer.from('{}') },
      'iot:Publish',
      arn('iot', 'topic/kiosks/1/photos'),
      'ForbiddenException',
      403,
    ],
    [
      'iotdata',
      'UpdateThingShadow',
      { thingName: 'kiosk-1', shadowName: 'commands', payload: Buffer.from('{}') },
      'iot:UpdateThingShadow',
      arn('iot', 'thing/kiosk-1/commands'),
      'ForbiddenException',
      403,
    ],
    [
      's3',
      'GetObject',
      { Bucket: 'sample-photos', Key: 'photos/1' },
      's3:GetObject',
      '"arn:aws:s3:::sample-photos/photos/1"',
      'AccessDenied',
      403,
    ],
    [
      's3',
      'ListObjectsV2',
      { Bucket: 'sample-photos' },
      's3:ListBucket',
      '"arn:aws:s3:::sample-photos"',
      'AccessDenied',
      403,
    ],
  ])('is refused by %s %s %j', async (service, operation, input, action, resource, name, status) => {
    const answer = await attempt(service, operation, input);

    const message =
      resource === 'SECRET'
        ? expect.stringMatching(/GetSecretValue on resource: arn:.*:secret:acquirer-\w{6} because no identity-based/)
        : told(action, resource);
    expect(answer).toEqual({ name, message, status });
  });

  it.each(['alias/credentials', arn('kms', 'alias/credentials')])(
    'opens nothing with another’s key, %s',
    async (KeyId) => {
      const answer = await attempt('kms', 'Encrypt', { KeyId, Plaintext: Buffer.from('x') });

      const message = expect.stringMatching(
        /kms:Encrypt on resource: arn:aws:kms:us-east-1:\d{12}:key\/[\w-]{36} because/,
      );
      expect(answer).toEqual({ name: 'AccessDeniedException', message, status: 400 });
    },
  );

  it('tells no task of another’s state machine anything, whatever token it has come by', async () => {
    const asOperator = { kind: 'operator', name: 'operator' } as const;
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AWSStepFunctions.StartExecution' };
    const body = Buffer.from(JSON.stringify({ stateMachineArn: MACHINE }));
    await host.call('states', { method: 'POST', path: '/', query: '', headers, body }, asOperator);
    // The first execution's token, as far as anybody can guess it.
    const token = Buffer.alloc(36);
    token.writeUIntBE(1, 0, 6);

    const answer = await attempt('states', 'SendTaskSuccess', { taskToken: token.toString('base64'), output: '{}' });

    const message = told('states:SendTaskSuccess', MACHINE);
    expect(answer).toEqual({ name: 'AccessDeniedException', message, status: 400 });
  });

  it('gains nothing by signing a link instead of calling', async () => {
    const input = { Bucket: 'sample-photos', Key: 'photos/1' };
    const url = (await attempt('s3', 'GetObject', input, { sign: true })) as string;

    const response = await fetch(url);

    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>AccessDenied</Code>');
  });

  it.each([
    ['dynamodb', 'DeleteTable', { TableName: 'Sample-Residents' }, 'DeleteTable of dynamodb'],
    ['states', 'DeleteStateMachine', { stateMachineArn: MACHINE }, 'DeleteStateMachine of states'],
    ['iot', 'CreateThing', { thingName: 'kiosk-9' }, 'POST /things/kiosk-9 of iot'],
    ['s3', 'DeleteBucket', { Bucket: 'sample-photos' }, 'DELETE /sample-photos/ of s3'],
  ])('may not do what nobody has written down, as %s %s', async (service, operation, input, what) => {
    const answer = await attempt(service, operation, input);

    expect(answer).toMatchObject({
      name: expect.stringMatching(/^AccessDenied/),
      message: expect.stringContaining(what),
    });
  });

  it('cannot be called by a route without a permission', async () => {
    const request = { method: 'GET', path: '/open', query: '', headers: { host: 'localhost' }, body: Buffer.alloc(0) };

    const response = await host.api(request);

    expect(response.status).toBe(500);
    expect(logged.join('\n')).toMatch(/apigateway\.amazonaws\.com is not authorized to perform: lambda:InvokeFunction/);
  });

  it.each([
    ['without a permission', 'city', /events\.amazonaws\.com is not authorized to perform: lambda:InvokeFunction/],
    [
      'under a role that trusts another',
      'role',
      /events\.amazonaws\.com is not authorized to assume the role .*ForLambda/,
    ],
  ])('cannot be called by a rule of EventBridge %s', async (_, source, expected) => {
    const entry = { Source: source, DetailType: 'any', Detail: '{}' };
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
    const body = Buffer.from(JSON.stringify({ Entries: [entry] }));

    await host.call(
      'events',
      { method: 'POST', path: '/', query: '', headers, body },
      { kind: 'operator', name: 'me' },
    );

    expect(await eventually((line) => expected.test(line))).toMatch(/^iam: /);
  });

  it('hears nothing by a rule of IoT that publishes under a role which trusts another', async () => {
    const heard: string[] = [];
    const stop = host.iot.hub.subscribe('kiosks/1/photos', ({ topic }) => void heard.push(topic));
    host.iot.hub.publish({ topic: 'facts', payload: Buffer.from('{}'), qos: 1, retain: false });

    const line = await eventually((one) => one.includes('iot.amazonaws.com is not authorized to assume'));
    stop();

    expect(line).toContain('ForLambda');
    expect(heard).toEqual([]);
  });

  it('cannot be called by a rule of IoT without a permission', async () => {
    host.iot.hub.publish({ topic: 'facts', payload: Buffer.from('{}'), qos: 1, retain: false });

    const line = await eventually((one) => one.includes('User: iot.amazonaws.com'));

    expect(line).toContain('because no resource-based policy allows the lambda:InvokeFunction action');
  });
});
