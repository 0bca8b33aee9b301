import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Host, startHost } from '../../../local/host.ts';
import { systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';
import { folder, forgetFolders, synthesize } from '../sample-app.ts';
import { sampleSite } from './sample-site.ts';

// A template is made and threads are started, on machines that may be busy.
jest.setTimeout(180_000);

const FILES: Record<string, string> = {
  'index.html': '<h1>Start</h1>',
  'folder/index.html': '<h1>Folder</h1>',
  'a b.txt': 'blank',
};

describe('a distribution', () => {
  let host: Host;
  let s3: S3Client;

  beforeAll(async () => {
    host = await startHost({
      assemblyDir: synthesize(sampleSite),
      dataDir: folder(),
      ports: { aws: 0 },
      apiEndpoint: 'http://127.0.0.1:8080',
      clock: systemClock,
      random: systemRandom,
      log: () => undefined,
    });
    const credentials = { accessKeyId: 'operator', secretAccessKey: 'any' };
    s3 = new S3Client({ endpoint: host.awsEndpoint, region: host.region, credentials, forcePathStyle: true });
    const put = (Bucket: string, Key: string, Body: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/html', CacheControl: 'no-cache' }));
    for (const [key, body] of Object.entries(FILES)) await put('pages', key, body);
    await put('locked', 'locked/secret.html', 'the secret');
    await put('locked', 'secret.html', 'the secret');
  });
  afterAll(async () => {
    s3.destroy();
    await host.close();
    forgetFolders();
  });

  const ask = async (
    path: string,
    changes: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) => {
    const { method = 'GET', headers = {}, body = '' } = changes;
    const [before = '', query = ''] = path.split('?');
    const request = { method, path: before, query, headers: { host: 'bikes.example', ...headers } };
    const answer = await host.distribution({ ...request, body: Buffer.from(body) });
    return { ...answer, text: answer.body.toString() };
  };

  it('serves a file of its bucket, with what the bucket says of it', async () => {
    const { status, headers, text } = await ask('/a%20b.txt');

    expect([status, text]).toEqual([200, 'blank']);
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'cache-control': 'no-cache',
      etag: expect.any(String),
    });
  });

  it('serves its root object at the address itself, and what a function has made of a path', async () => {
    expect((await ask('/')).text).toBe(FILES['index.html']);
    expect((await ask('/folder/')).text).toBe(FILES['folder/index.html']);
  });

  it('answers a condition that holds with 304, and HEAD without a body', async () => {
    const { headers } = await ask('/');
    const again = await ask('/', { headers: { 'if-none-match': headers['etag'] ?? '' } });
    const changed = await ask('/', { headers: { 'if-none-match': '"other"' } });
    const head = await ask('/', { method: 'HEAD' });

    expect([again.status, again.text]).toEqual([304, '']);
    expect(changed.status).toBe(200);
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '14']);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s where the behaviour is for reading', async (method) => {
    const { status, headers } = await ask('/index.html', { method });

    expect([status, headers['x-cache']]).toEqual([403, 'Error from cloudfront']);
    expect((await ask('/')).text).toBe(FILES['index.html']);
  });

  it('answers as a function says, without asking the origin', async () => {
    const { status, headers } = await ask('/old');

    expect([status, headers['location']]).toEqual([302, '/new']);
    expect(headers['x-cache']).toBe('FunctionGeneratedResponse from cloudfront');
  });

  it('answers 503 where a function fails, and 502 where it makes of a request what the host does not do', async () => {
    expect(await ask('/broken')).toMatchObject({ status: 503 });
    expect(await ask('/headers')).toMatchObject({ status: 502 });
  });

  it('adds headers to all that it says, and leaves the origin’s own where the policy does', async () => {
    const security = {
      'content-security-policy': "default-src 'none'",
      'strict-transport-security': 'max-age=86400; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-over': 'of the policy',
    };

    expect((await ask('/')).headers).toMatchObject({ ...security, 'x-own': 'of the policy' });
    expect((await ask('/nothing.html')).headers).toMatchObject(security);
    expect((await ask('/', { method: 'POST' })).headers).toMatchObject(security);
    expect((await ask('/api/echo')).headers).toMatchObject({ ...security, 'x-own': 'of the function' });
  });

  it('lets a page of another origin read what it says, where the policy does, and says so to nobody else', async () => {
    const asked = await ask('/', { headers: { origin: 'https://elsewhere.example' } });
    const unasked = await ask('/');

    expect(asked.headers['access-control-allow-origin']).toBe('*');
    expect(unasked.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('passes a request to the API whole, but for the name of the host', async () => {
    const headers = { authorization: 'Bearer x', 'content-type': 'text/plain', 'user-agent': 'test' };
    const { status, text } = await ask('/api/echo?bike=1', { method: 'PUT', headers, body: 'hello' });

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      ...{ method: 'PUT', rawPath: '/api/echo', rawQueryString: 'bike=1', body: 'hello' },
      headers: { ...headers, host: '127.0.0.1', 'x-forwarded-for': '127.0.0.1' },
    });
  });

  it('gives the API’s refusals on as they are', async () => {
    const { status, text } = await ask('/api/echo', { headers: { 'x-status': '403' } });

    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ rawPath: '/api/echo' });
  });

  it('passes nothing of the viewer’s on to a bucket but conditions: no query opens another part of it', async () => {
    const { status, text, headers } = await ask('/index.html?acl&response-content-type=x', {
      headers: { authorization: 'Bearer x', 'x-amz-expected-bucket-owner': '1' },
    });

    expect([status, text, headers['content-type']]).toEqual([200, FILES['index.html'], 'text/html']);
  });

  it('is refused by a bucket whose policy does not name it', async () => {
    const { status, text } = await ask('/locked/secret.html');

    expect(status).toBe(403);
    expect(text).toContain('<Code>AccessDenied</Code>');
    expect(text).not.toContain('the secret');
  });

  it.each([
    '/../locked/secret.html',
    '/..%2flocked/secret.html',
    '/%2e%2e/locked/secret.html',
    '//locked/secret.html',
    '/..;/secret.html',
    '/index.html%00',
    '/%c0%ae%c0%ae/secret.html',
    '/folder/../../locked/secret.html',
  ])('leads to nothing but what its own bucket holds: %s', async (path) => {
    const { status, text } = await ask(path);

    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain('the secret');
  });

  it('compares a path with its patterns as a browser would read it', async () => {
    const { text } = await ask('/folder/../api/echo');

    expect(JSON.parse(text)).toEqual({ message: 'Not Found' });
  });
});
