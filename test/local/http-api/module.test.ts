import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ServiceError } from '../../../local/wire/contract.ts';
import { forgetFolders } from '../sample-app.ts';
import { request, sampleApi, serveSample } from './sample-api.ts';

// A template is made, on machines that may be busy.
jest.setTimeout(60_000);

describe('the HTTP API', () => {
  const assemblyDir = sampleApi();
  let sample: Awaited<ReturnType<typeof serveSample>>;

  beforeEach(async () => {
    sample = await serveSample(assemblyDir);
  });

  afterAll(forgetFolders);

  const lastEvent = () => sample.events.at(-1)?.event;
  const bodyOf = async (answer: ReturnType<typeof sample.api>) => (await answer).body.toString();

  it('hands a request on in payload format 2.0', async () => {
    await sample.api(
      request('POST', '/v1/open/a%20b/c', {
        query: 'x=1&x=2&y=%C3%A9+z',
        headers: {
          host: 'localhost:8080',
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'kiosk/1',
          cookie: 'a=1; b=2',
        },
        body: Buffer.from('{"é":1}'),
      }),
    );

    const apiId = expect.stringMatching(/^[a-z0-9]{10}$/);
    expect(lastEvent()).toEqual({
      version: '2.0',
      routeKey: 'ANY /v1/open/{proxy+}',
      rawPath: '/v1/open/a b/c',
      rawQueryString: 'x=1&x=2&y=%C3%A9+z',
      cookies: ['a=1', 'b=2'],
      headers: {
        host: 'localhost:8080',
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'kiosk/1',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { x: '1,2', y: 'é z' },
      pathParameters: { proxy: 'a b/c' },
      requestContext: {
        accountId: '000000000000',
        apiId,
        domainName: 'localhost',
        domainPrefix: 'localhost',
        http: {
          method: 'POST',
          path: '/v1/open/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'kiosk/1',
        },
        requestId: expect.any(String),
        routeKey: 'ANY /v1/open/{proxy+}',
        stage: '$default',
        time: '03/Nov/2026:04:05:06 +0000',
        timeEpoch: Date.UTC(2026, 10, 3, 4, 5, 6, 7),
      },
      body: '{"é":1}',
      isBase64Encoded: false,
    });
  });

  it('leaves out what a request does not have', async () => {
    await sample.api(request('GET', '/v1/open/a'));

    const names = Object.keys(lastEvent() as object);
    expect(names).not.toEqual(expect.arrayContaining(['cookies']));
    expect(names).toEqual([
      'version',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'headers',
      'pathParameters',
      'requestContext',
      'isBase64Encoded',
    ]);
  });

  it.each([
    ['application/json', false],
    ['text/csv; charset=utf-8', false],
    ['application/x-www-form-urlencoded', true],
    ['application/octet-stream', true],
    [undefined, true],
  ])('hands on a body of type %s in base64: %s', async (type, isBase64Encoded) => {
    const headers: Record<string, string> = type ? { 'content-type': type } : {};

    await sample.api(request('POST', '/v1/open/a', { headers, body: Buffer.from('a=b') }));

    expect(lastEvent()).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? 'YT1i' : 'a=b' });
  });

  it.each<[string, unknown, object]>([
    ['bare JSON', { ok: 1 }, { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":1}' }],
    ['bare text', 'hello', { status: 200, headers: { 'content-type': 'application/json' }, body: 'hello' }],
    [
      'a whole response',
      { statusCode: 201, headers: { 'Content-Type': 'text/html', 'X-Count': 2 }, cookies: ['a=1'], body: '<p>' },
      { status: 201, headers: { 'content-type': 'text/html', 'x-count': '2' }, cookies: ['a=1'], body: '<p>' },
    ],
    ['a status alone', { statusCode: 204 }, { status: 204, body: '' }],
    ['base64', { statusCode: 200, body: 'aGVsbG8=', isBase64Encoded: true }, { status: 200, body: 'hello' }],
    [
      'a body that is no text',
      { statusCode: 200, body: { a: 1 } },
      { status: 500, body: '{"message":"Internal Server Error"}' },
    ],
    ['a status that is no number', { statusCode: 'ok' }, { status: 500, body: '{"message":"Internal Server Error"}' }],
  ])('takes %s for an answer', async (_, answer, expected) => {
    sample.answers['Sample-Rent'] = () => answer;

    const response = await sample.api(request('GET', '/v1/open/a'));

    expect({ ...response, body: response.body.toString() }).toMatchObject(expected);
    expect(response.headers['apigw-requestid']).toBeTruthy();
  });

  it('knows no other paths or methods', async () => {
    const responses = [sample.api(request('GET', '/v1/rentals/r1')), sample.api(request('GET', '/'))];

    expect((await Promise.all(responses)).map(({ status }) => status)).toEqual([404, 404]);
    expect(await bodyOf(sample.api(request('GET', '/')))).toBe('{"message":"Not Found"}');
  });

  it('tells the caller nothing of why a function failed, and the developer all', async () => {
    sample.answers['Sample-Rent'] = () => {
      throw Object.assign(new Error('a secret'), { name: 'BikeUnavailable' });
    };

    const response = await sample.api(request('GET', '/v1/open/a'));

    expect([response.status, response.body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(sample.logged).toEqual(['ANY /v1/open/{proxy+} failed: BikeUnavailable: a secret']);
  });

  it('says that it is overloaded where a function is', async () => {
    sample.answers['Sample-Rent'] = () => {
      throw new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429);
    };

    const response = await sample.api(request('GET', '/v1/open/a'));

    expect([response.status, response.body.toString()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  it('gives up on a function after 30 seconds', async () => {
    sample.answers['Sample-Rent'] = () => new Promise(() => {});
    const response = sample.api(request('GET', '/v1/open/a'));
    await new Promise((resolve) => setImmediate(resolve));

    sample.clock.advance(30_000);

    expect(await bodyOf(response)).toBe('{"message":"Service Unavailable"}');
  });

  it('refuses a body over 10 MB, and a path that cannot be decoded', async () => {
    const large = await sample.api(request('POST', '/v1/open/a', { body: Buffer.alloc(10 * 1024 * 1024 + 1) }));
    const odd = await sample.api(request('GET', '/v1/open/%E0%A4%A'));

    expect([large.status, odd.status]).toEqual([413, 400]);
    expect(sample.events).toEqual([]);
  });
});
