import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forgetFolders } from '../sample-app.ts';
import { type Hosted, hosted, machineOf, role, untilStatus } from './hosted.ts';

let city: Hosted;
let machines = 0;
beforeAll(async () => {
  city = await hosted();
});
afterAll(async () => {
  await city.close();
  forgetFolders();
});

const task = (resource: string, input: object, more: object = {}) => ({
  ...{ Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments: input },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** Runs states on a machine of their own, by the SDK, to their end. */
async function run(states: object, input: unknown = {}) {
  const create = { name: `m-${++machines}`, roleArn: role, definition: machineOf(states) };
  const { stateMachineArn } = await city.states.send(new CreateStateMachineCommand(create));
  const start = { stateMachineArn, input: JSON.stringify(input) };
  const { executionArn } = await city.states.send(new StartExecutionCommand(start));
  const { status, output, error, cause } = await untilStatus(city.states, executionArn);
  return { executionArn, status, error, cause, output: output === undefined ? undefined : JSON.parse(output) };
}

/** Runs one task; `look` is an expression that picks what matters of its result. */
const call = (resource: string, input: object, look = '{% $states.result %}') =>
  run({ Call: task(resource, input, { Output: look }) });

async function noteOf(name: string): Promise<string | undefined> {
  const dynamodb = new DynamoDBClient(city.settings);
  const input = { TableName: 'Sample-Notes', Key: { name: { S: name } }, ConsistentRead: true };
  const { Item: item } = await dynamodb.send(new GetItemCommand(input)).finally(() => dynamodb.destroy());
  return item?.['text']?.S;
}

describe('the optimised integrations', () => {
  it('invoke a function, and fail under the name that it gave its error', async () => {
    const echoed = await call('lambda:invoke', { FunctionName: 'Sample-Echo', Payload: { n: 1 } });
    const failed = await call('lambda:invoke', { FunctionName: 'Sample-Echo', Payload: { fail: 'BikeUnavailable' } });
    const missing = await call('lambda:invoke', { FunctionName: 'Sample-None' });

    expect(echoed.output).toMatchObject({ Payload: { echo: { n: 1 } }, StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(failed.error).toBe('BikeUnavailable');
    expect(JSON.parse(failed.cause ?? '')).toMatchObject({ errorMessage: 'as it was told' });
    expect(missing.error).toBe('Lambda.ResourceNotFoundException');
  });

  it('write, change, read and delete items of DynamoDB', async () => {
    const Key = { name: { S: 'item' } };
    const where = { TableName: 'Sample-Notes' };
    const change = { UpdateExpression: 'SET #text = :text', ExpressionAttributeNames: { '#text': 'text' } };

    const { output } = await run({
      Put: task('dynamodb:putItem', { ...where, Item: { ...Key, text: { S: 'one' } } }, { Next: 'Update' }),
      Update: task(
        'dynamodb:updateItem',
        { ...where, Key, ...change, ExpressionAttributeValues: { ':text': { S: 'two' } } },
        { Next: 'Get' },
      ),
      Get: task(
        'dynamodb:getItem',
        { ...where, Key },
        { Assign: { got: '{% $states.result.Item %}' }, Next: 'Delete' },
      ),
      Delete: task(
        'dynamodb:deleteItem',
        { ...where, Key, ReturnValues: 'ALL_OLD' },
        {
          Output:
            '{% [$got.text.S, $states.result.Attributes.text.S, $states.result.SdkHttpMetadata.HttpStatusCode] %}',
        },
      ),
    });

    expect(output).toEqual(['two', 'two', 200]);
  });

  it('name the refusals of DynamoDB as AWS does', async () => {
    const item = { TableName: 'Sample-Notes', Item: { name: { S: 'once' } } };
    const once = { ...item, ConditionExpression: 'attribute_exists(rider)' };

    const refused = await Promise.all([
      call('dynamodb:putItem', once),
      call('aws-sdk:dynamodb:putItem', once),
      call('dynamodb:putItem', { ...item, TableName: 'Sample-None' }),
      call('dynamodb:putItem', { TableName: 'Sample-Notes', Item: {} }),
      call('aws-sdk:dynamodb:putItem', { TableName: 'Sample-Notes', Item: {} }),
    ]);

    expect(refused.map(({ error }) => error)).toEqual([
      ...['DynamoDB.ConditionalCheckFailedException', 'DynamoDb.ConditionalCheckFailedException'],
      ...['DynamoDB.ResourceNotFoundException', 'DynamoDB.AmazonDynamoDBException', 'DynamoDb.DynamoDbException'],
    ]);
    expect(refused[0]?.cause).toContain('(Service: DynamoDB, Status Code: 400, Request ID: ');
  });

  it('put events that reach the rules of the template', async () => {
    const entry = { Source: 'rental', DetailType: 'Noted', Detail: { note: 'by event' } };

    const { output } = await call('events:putEvents', { Entries: [entry] });

    expect(output).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    while ((await noteOf('by event')) === undefined);
    expect(await noteOf('by event')).toBe('rental');
  });

  it('start an execution and wait for its end', async () => {
    const name = 'child';
    const definition = machineOf({ Say: { Type: 'Pass', Output: { rode: '{% $states.input.bike %}' }, End: true } });
    const { stateMachineArn } = await city.states.send(
      new CreateStateMachineCommand({ name, roleArn: role, definition }),
    );
    const start = { StateMachineArn: stateMachineArn, Input: { bike: 'b-1' }, Name: 'once' };

    const { output } = await call('states:startExecution.sync:2', start, '{% $states.result.Output %}');
    const again = await call('states:startExecution', start);

    expect(output).toEqual({ rode: 'b-1' });
    expect(again.error).toBe('StepFunctions.ExecutionAlreadyExistsException');
  });

  it.each([
    ['sqs:sendMessage', { QueueUrl: 'https://sqs/queue', MessageBody: { a: 1 } }, 'SQS.NotImplementedException'],
    ['sns:publish', { TopicArn: 'arn:aws:sns:us-east-1:000000000000:t', Message: 'a' }, 'SNS.NotImplementedException'],
  ])('say by name that the host has none to which %s could go', async (resource, input, error) => {
    const refused = await call(resource, input);

    expect(refused.error).toBe(error);
    expect(refused.cause).toContain(
      `The embedded host has no service '${resource.split(':')[0]}'; it has cognito-idp, `,
    );
  });
});

describe('the integrations by SDK', () => {
  it('put an object into S3 and read it again, and name what is missing', async () => {
    const place = { Bucket: 'photos', Key: 'bike 1/front.txt' };

    const { output } = await run({
      Put: task('aws-sdk:s3:putObject', { ...place, Body: { bike: 1 } }, { Next: 'Get' }),
      Get: task('aws-sdk:s3:getObject', place, { Output: '{% $states.result.[Body, ContentLength, ETag] %}' }),
    });
    const missing = await call('aws-sdk:s3:getObject', { ...place, Key: 'none' });
    const listed = await call('aws-sdk:s3:listObjectsV2', { Bucket: 'photos' }, '{% $states.result.Contents.Key %}');
    const nowhere = await call('aws-sdk:s3:getObject', { ...place, Bucket: 'none-such' });

    expect(output).toEqual(['{"bike":1}', 10, expect.stringMatching(/^"[0-9a-f]{32}"$/)]);
    expect(missing).toMatchObject({ error: 'S3.NoSuchKeyException', cause: expect.stringContaining('(Service: S3') });
    expect(listed.output).toBe('bike 1/front.txt');
    expect(nowhere.error).toBe('S3.NoSuchBucketException');
  });

  it('invoke a function, whose own failure is an answer here', async () => {
    const input = { FunctionName: 'Sample-Echo', Payload: { n: 1 } };

    const echoed = await call('aws-sdk:lambda:invoke', input, '{% $parse($states.result.Payload) %}');
    const failed = await call(
      'aws-sdk:lambda:invoke',
      { ...input, Payload: { fail: 'Jam' } },
      '{% $states.result.FunctionError %}',
    );
    const missing = await call('aws-sdk:lambda:invoke', { FunctionName: 'none' });

    expect(echoed.output).toEqual({ echo: { n: 1 } });
    expect(failed.output).toBe('Unhandled');
    expect(missing.error).toBe('Lambda.ResourceNotFoundException');
  });

  it("reach IoT's registry and shadows, in upper case, but leave a map's own keys alone", async () => {
    const state = JSON.stringify({ state: { desired: { door: 'open' } } });

    const thing = await call('aws-sdk:iot:describeThing', { ThingName: 'kiosk-1' });
    const { output } = await run({
      Set: task('aws-sdk:iotdataplane:updateThingShadow', { ThingName: 'kiosk-1', Payload: state }, { Next: 'Get' }),
      Get: task(
        'aws-sdk:iotdataplane:getThingShadow',
        { ThingName: 'kiosk-1' },
        {
          Output: '{% $parse($states.result.Payload).state.desired %}',
        },
      ),
    });
    const missing = await call('aws-sdk:iot:describeThing', { ThingName: 'kiosk-9' });

    expect(thing.output).toMatchObject({ ThingName: 'kiosk-1', Attributes: { Quarter: 'harbour' } });
    expect(output).toEqual({ door: 'open' });
    expect(missing.error).toBe('Iot.ResourceNotFoundException');
  });

  it('encrypt and decrypt with KMS, in base64', async () => {
    const Plaintext = Buffer.from('secret').toString('base64');

    const { output } = await run({
      Lock: task('aws-sdk:kms:encrypt', { KeyId: 'alias/fares', Plaintext }, { Next: 'Open' }),
      Open: task('aws-sdk:kms:decrypt', { CiphertextBlob: '{% $states.input.CiphertextBlob %}' }),
    });

    expect(output).toMatchObject({ Plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
  });

  it('look at executions, with times as text', async () => {
    const { output } = await call('aws-sdk:sfn:describeExecution', {
      ExecutionArn: '{% $states.context.Execution.Id %}',
    });
    const missing = await call('aws-sdk:sfn:describeStateMachine', {
      StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:none',
    });

    expect(output).toMatchObject({ Status: 'RUNNING', StartDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
    expect(missing.error).toBe('Sfn.StateMachineDoesNotExistException');
  });

  it.each([
    ['a service that it does not have', 'aws-sdk:ec2:describeInstances', {}, 'The resource provided'],
    ['an action that no service has', 'aws-sdk:s3:getBicycle', {}, 'aws-sdk:, dynamodb, eventbridge, iot'],
    [
      'an argument that no action has',
      'aws-sdk:s3:getObject',
      { Buckett: 'b' },
      "The field 'Buckett' is not supported",
    ],
  ])('are refused when they name %s', async (_, resource, input, message) => {
    await expect(call(resource, input)).rejects.toMatchObject({
      ...{ name: 'InvalidDefinition', message: expect.stringContaining(message) },
    });
  });
});
