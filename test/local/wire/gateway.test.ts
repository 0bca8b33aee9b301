import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { DeleteTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, type Service, ServiceError, type WireRequest } from '../../../local/wire/contract.ts';
import { type AccessKey, createCredentials } from '../../../local/wire/credentials.ts';
import { createGateway } from '../../../local/wire/gateway.ts';
import { answerWith, type HttpServer, listen } from '../../../local/wire/server.ts';
import { systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';

const reader: Caller = { kind: 'function', name: 'reader', roleArn: 'arn:aws:iam::000000000000:role/reader' };

describe('the gateway', () => {
  const calls: Array<{ request: WireRequest; caller: Caller }> = [];
  const logged: string[] = [];
  const credentials = createCredentials(systemRandom);
  const answering =
    (body: string): Service =>
    async (request, caller) => {
      calls.push({ request, caller });
      return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
    };
  const services: Record<string, Service> = {
    dynamodb: answering('{"TableNames":["bikes"]}'),
    states: answering('{"status":"SUCCEEDED"}'),
    s3: answering(''),
    kms: () => Promise.reject(new Error('a slip of ours')),
  };
  const admit = async (_service: string, { headers }: WireRequest) => {
    if (headers['x-amz-target']?.endsWith('.DeleteTable')) throw new ServiceError('AccessDeniedException', 'Not you.');
  };
  const log = (line: string) => void logged.push(line);
  const gateway = createGateway({ services, credentials, admit, clock: systemClock, random: systemRandom, log });
  let server: HttpServer;

  const settings = (key: AccessKey) => ({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'eu-west-1',
    credentials: key,
    maxAttempts: 1,
  });

  beforeAll(async () => {
    const answer = answerWith(gateway.handle, log);
    server = await listen({ port: 0, portVariable: 'AWS_PORT', answer, clock: systemClock });
  });

  afterAll(() => server.close());

  it('shows a service no call that the caller may not make', async () => {
    const client = new DynamoDBClient(settings(credentials.issue(reader)));
    const before = calls.length;

    const answer = client.send(new DeleteTableCommand({ TableName: 'bikes' }));

    await expect(answer).rejects.toMatchObject({ name: 'AccessDeniedException', message: 'Not you.' });
    expect(calls).toHaveLength(before);
    client.destroy();
  });

  it('tells a service whose key has signed the call', async () => {
    const client = new DynamoDBClient(settings(credentials.issue(reader)));

    const answer = await client.send(new ListTablesCommand({}));

    expect(answer.TableNames).toEqual(['bikes']);
    expect(calls.at(-1)?.caller).toEqual(reader);
    client.destroy();
  });

  it('takes a key that it has not issued for the operator', async () => {
    const client = new DynamoDBClient(settings({ accessKeyId: 'mine', secretAccessKey: 'anything' }));

    await client.send(new ListTablesCommand({}));

    expect(calls.at(-1)?.caller).toEqual({ kind: 'operator', name: 'operator' });
    client.destroy();
  });

  it('refuses a known key with a secret that is not its own', async () => {
    const { accessKeyId } = credentials.issue(reader);
    const client = new DynamoDBClient(settings({ accessKeyId, secretAccessKey: 'guessed' }));

    const answer = client.send(new ListTablesCommand({}));

    await expect(answer).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    client.destroy();
  });

  it('gives each answer a request id', async () => {
    const client = new DynamoDBClient(settings({ accessKeyId: 'mine', secretAccessKey: 'anything' }));

    const answers = [await client.send(new ListTablesCommand({})), await client.send(new ListTablesCommand({}))];

    const ids = answers.map(({ $metadata }) => $metadata.requestId);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-/);
    expect(new Set(ids).size).toBe(2);
    client.destroy();
  });

  it('names the service that it lacks, and those that it has', async () => {
    const request = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) };

    const answer = await gateway.call('sqs', request, reader);

    expect(answer.status).toBe(501);
    expect(answer.body.toString()).toContain("no service 'sqs'; it has dynamodb, kms, s3, states");
  });

  it('says what is wrong with a call that nobody has signed', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/`);

    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(await answer.text()).toContain('not signed');
  });

  it('answers for a service that fails, and tells the developer why', async () => {
    const request = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) };

    const answer = await gateway.call('kms', request, reader);

    expect(answer.status).toBe(500);
    expect(answer.body.toString()).not.toContain('a slip of ours');
    expect(logged.join()).toContain('a slip of ours');
  });

  it('accepts a presigned URL as its signer wrote it, and nothing else', async () => {
    const client = new S3Client(settings(credentials.issue(reader)));
    const command = new GetObjectCommand({ Bucket: 'photos', Key: 'a bike/1.jpg' });
    const url = await getSignedUrl(client, command, { expiresIn: 60 });

    const answer = await fetch(url);
    const changed = await fetch(url.replace('1.jpg', '2.jpg'));

    expect([answer.status, changed.status]).toEqual([200, 403]);
    expect(await changed.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    client.destroy();
  });

  it('hands on the content of a body that came in chunks, with its checksum', async () => {
    const client = new S3Client(settings(credentials.issue(reader)));
    const body = Readable.from([Buffer.alloc(70_000, 'a'), Buffer.from('the end')]);

    await client.send(new PutObjectCommand({ Bucket: 'photos', Key: '1.jpg', Body: body, ContentLength: 70_007 }));

    const received = calls.at(-1)?.request;
    expect(received?.body.length).toBe(70_007);
    expect(received?.body.subarray(-7).toString()).toBe('the end');
    expect(received?.headers['x-amz-checksum-crc32']).toMatch(/^[\w+/]{6}==$/);
    client.destroy();
  });

  it('serves a client that takes it for a proxy, as the AWS CLI does to reach the host sync-…', async () => {
    const key = credentials.issue(reader);
    const client = new SFNClient({ ...settings(key), endpoint: 'http://states.test' });
    client.middlewareStack.add(
      () => async (args) => {
        const { headers, body } = args.request as { headers: Record<string, string>; body: string };
        await proxied(server.port, `http://${headers['host']}/`, headers, body);
        return { response: {}, output: { $metadata: {} } };
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const before = calls.length;

    await client.send(new StartSyncExecutionCommand({ stateMachineArn: 'arn:x' }));

    const received = calls[before];
    expect(received?.request.headers['host']).toBe('sync-states.test');
    expect(received?.request.path).toBe('/');
    expect(received?.caller).toEqual(reader);
    client.destroy();
  });
});

/** Sends a request whose target is a whole URL, as to a proxy (RFC 9112, section 3.2.2). */
function proxied(port: number, url: string, headers: Record<string, string>, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path: url, method: 'POST', headers, agent: false });
    request.on('response', (response) => response.resume().on('end', resolve));
    request.on('error', reject);
    request.end(body);
  });
}
