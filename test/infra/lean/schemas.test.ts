import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { registering } from '../../../infra/lean/schemas.ts';
import { bundledText } from './bundled.ts';

/** One call of each client, as functions make it. */
const CALLS = `
  import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
  import { ConflictException, GetThingShadowCommand, IoTDataPlaneClient, ResourceNotFoundException } from '@aws-sdk/client-iot-data-plane';
  import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
  import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
  import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
  import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
  import { SendTaskSuccessCommand, SFNClient, TaskTimedOut } from '@aws-sdk/client-sfn';
  import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
  export const classes = { ConditionalCheckFailedException, ConflictException, ResourceNotFoundException, TaskTimedOut };
  export const calls = {
    dynamodb: (given) => DynamoDBDocumentClient.from(new DynamoDBClient(given)).send(new PutCommand({ TableName: 'T', Item: { pk: 'a' } })),
    eventbridge: (given) => new EventBridgeClient(given).send(new PutEventsCommand({ Entries: [{ Detail: '{}' }] })),
    iot: (given) => new IoTDataPlaneClient(given).send(new GetThingShadowCommand({ thingName: 'k', shadowName: 'commands' })),
    kms: (given) => new KMSClient(given).send(new DecryptCommand({ KeyId: 'k', CiphertextBlob: Buffer.from('x') })),
    lambda: (given) => new LambdaClient(given).send(new InvokeCommand({ FunctionName: 'f', Payload: Buffer.from('{}') })),
    s3: (given) => new S3Client({ ...given, forcePathStyle: true }).send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' })),
    s3Head: (given) => new S3Client({ ...given, forcePathStyle: true }).send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' })),
    secrets: (given) => new SecretsManagerClient(given).send(new GetSecretValueCommand({ SecretId: 's' })),
    sfn: (given) => new SFNClient(given).send(new SendTaskSuccessCommand({ taskToken: 't', output: '{}' })),
  };
`;

interface Bundled {
  classes: Record<string, abstract new () => Error>;
  calls: Record<string, (given: object) => Promise<unknown>>;
}

interface WireError {
  call: string;
  status: number;
  name: string;
  /** How often a client tries: twice where it may go better, else once. */
  attempts: 1 | 2;
  more?: object;
}

/** What our code tells apart, what a client tries again, and what it does not know by a class of its own any more. */
const ERRORS: WireError[] = [
  { call: 'dynamodb', status: 400, name: 'ConditionalCheckFailedException', attempts: 1 },
  { call: 'dynamodb', status: 400, name: 'ResourceNotFoundException', attempts: 1 },
  { call: 'dynamodb', status: 400, name: 'ReplicatedWriteConflictException', attempts: 2 },
  { call: 'dynamodb', status: 400, name: 'ProvisionedThroughputExceededException', attempts: 2 },
  {
    call: 'dynamodb',
    status: 400,
    name: 'ThrottlingException',
    attempts: 2,
    more: { throttlingReasons: [{ reason: 'r' }] },
  },
  { call: 'dynamodb', status: 500, name: 'InternalServerError', attempts: 2 },
  { call: 'eventbridge', status: 400, name: 'ResourceNotFoundException', attempts: 1 },
  { call: 'eventbridge', status: 500, name: 'InternalException', attempts: 2 },
  { call: 'iot', status: 404, name: 'ResourceNotFoundException', attempts: 1 },
  { call: 'iot', status: 409, name: 'ConflictException', attempts: 1 },
  { call: 'iot', status: 429, name: 'ThrottlingException', attempts: 2 },
  { call: 'iot', status: 503, name: 'ServiceUnavailableException', attempts: 2 },
  { call: 'kms', status: 400, name: 'InvalidCiphertextException', attempts: 1 },
  { call: 'kms', status: 400, name: 'DisabledException', attempts: 1 },
  { call: 'kms', status: 400, name: 'AccessDeniedException', attempts: 1 },
  { call: 'kms', status: 500, name: 'KMSInternalException', attempts: 2 },
  {
    call: 'lambda',
    status: 429,
    name: 'TooManyRequestsException',
    attempts: 2,
    more: { Reason: 'ConcurrentInvocationLimitExceeded' },
  },
  { call: 'lambda', status: 404, name: 'ResourceNotFoundException', attempts: 1, more: { Type: 'User' } },
  { call: 'lambda', status: 500, name: 'ServiceException', attempts: 2 },
  { call: 's3', status: 404, name: 'NoSuchKey', attempts: 1 },
  { call: 's3', status: 412, name: 'PreconditionFailed', attempts: 1 },
  { call: 's3', status: 403, name: 'AccessDenied', attempts: 1 },
  { call: 's3', status: 404, name: 'NoSuchBucket', attempts: 1 },
  { call: 's3', status: 503, name: 'SlowDown', attempts: 2 },
  { call: 's3Head', status: 403, name: 'Unknown', attempts: 1 },
  { call: 's3Head', status: 404, name: 'NotFound', attempts: 1 },
  { call: 'secrets', status: 400, name: 'ResourceNotFoundException', attempts: 1 },
  { call: 'secrets', status: 400, name: 'DecryptionFailure', attempts: 1 },
  { call: 'sfn', status: 400, name: 'TaskTimedOut', attempts: 1 },
  { call: 'sfn', status: 400, name: 'InvalidOutput', attempts: 1 },
  { call: 'sfn', status: 400, name: 'TaskDoesNotExist', attempts: 1 },
];

let server: Server;
let wire: WireError;
let attempts = 0;
let lean: Bundled;
let whole: Bundled;

function bodyOf({ call, name, more }: WireError): string {
  if (call === 's3Head') return '';
  const message = `about ${name}`;
  return call === 's3'
    ? `<?xml version="1.0"?><Error><Code>${name}</Code><Message>${message}</Message><Key>k</Key></Error>`
    : JSON.stringify({ __type: `com.amazonaws.test#${name}`, message, ...more });
}

beforeAll(async () => {
  server = createServer((request, response) => {
    attempts += 1;
    request.resume().once('end', () => {
      response.writeHead(wire.status, { 'x-amzn-errortype': wire.name, 'x-amzn-requestid': 'request-1' });
      response.end(bodyOf(wire));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  [lean, whole] = await Promise.all([bundledText<Bundled>(CALLS), bundledText<Bundled>(CALLS, { isLean: false })]);
});
beforeEach(() => {
  attempts = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What a caller can see of an error, and how often it was met. */
async function met({ calls, classes }: Bundled, error: WireError) {
  wire = error;
  attempts = 0;
  const given = {
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 2,
  };
  const thrown = await calls[error.call]?.(given).catch((one: unknown) => one);
  const { name, message, $fault, $metadata, $retryable, Reason, Type } = thrown as Record<string, unknown>;
  const { httpStatusCode, requestId } = $metadata as Record<string, unknown>;
  const isOf = Object.entries(classes).filter(([, one]) => thrown instanceof one);
  return {
    ...{ name, message, $fault, $retryable, Reason, Type, httpStatusCode, requestId, attempts },
    classes: isOf.map(([of]) => of),
  };
}

describe("AWS's errors as functions meet them", () => {
  it.each(ERRORS)('are what the whole SDK makes of them: $call, $name', async (error) => {
    const theirs = await met(whole, error);
    const ours = await met(lean, error);

    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject({ name: error.name, httpStatusCode: error.status, attempts: error.attempts });
  });

  it('are of the classes that our sources name', async () => {
    const named = [
      { call: 'dynamodb', status: 400, name: 'ConditionalCheckFailedException', attempts: 1 as const },
      { call: 'iot', status: 404, name: 'ResourceNotFoundException', attempts: 1 as const },
      { call: 'iot', status: 409, name: 'ConflictException', attempts: 1 as const },
      { call: 'sfn', status: 400, name: 'TaskTimedOut', attempts: 1 as const },
    ];

    for (const error of named) expect((await met(lean, error)).classes).toEqual([error.name]);
  });

  it('are not told apart by a client that registers them in another way', () => {
    expect(() => registering('errors.add(TaskTimedOut$, TaskTimedOut);', new Set())).toThrow('registers no error');
  });
});
