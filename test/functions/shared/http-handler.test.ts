import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { Relayed, ServiceUnavailable } from '../../../functions/shared/errors.ts';
import {
  type HttpAnswer,
  type HttpEvent,
  type HttpRequest,
  httpHandler,
} from '../../../functions/shared/http-handler.ts';
import { TooManyRequests } from '../../../functions/shared/problem.ts';
import { captureLog } from './captured-log.ts';
import { httpEvent } from './http-event.ts';

const context = { awsRequestId: 'request-1' } as Context;

/** What every answer says of itself. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

let log: string[] = [];
beforeEach(() => {
  log = captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

function serve(handle: (request: HttpRequest) => Promise<HttpAnswer>) {
  const bind = jest.fn(() => handle);
  const handler = httpHandler({ bind });
  return { bind, call: (event: HttpEvent) => handler(event, context) };
}
const failing = (error: Error) =>
  serve(async () => {
    throw error;
  });

describe('the HTTP handler', () => {
  it('hands over body, parameters, headers in lower case and the kiosk that was let in', async () => {
    const seen: HttpRequest[] = [];
    const { call } = serve(async (request) => {
      seen.push(request);
      return { status: 204 };
    });

    await call(httpEvent({ headers: { 'If-None-Match': '"1"' }, kioskId: 'harbour', rentalId: 'r', body: '{}' }));

    const [request] = seen;
    expect(request).toMatchObject({ body: '{}', headers: { 'if-none-match': '"1"' }, kioskId: 'harbour' });
    expect(request).toMatchObject({ parameters: { rentalId: 'r' }, query: {} });
    expect(request?.person).toBeUndefined();
  });

  it.each<[string, Record<string, string>, object | undefined]>([
    [
      'in two groups',
      { sub: 'p1', token_use: 'access', 'cognito:groups': '[mechanics operators]' },
      { sub: 'p1', groups: ['mechanics', 'operators'] },
    ],
    [
      'in one',
      { sub: 'p1', token_use: 'access', 'cognito:groups': '[operators]' },
      { sub: 'p1', groups: ['operators'] },
    ],
    ['in none', { sub: 'p1', token_use: 'access' }, { sub: 'p1', groups: [] }],
    ['whose token is for pages to read', { sub: 'p1', token_use: 'id', 'cognito:groups': '[operators]' }, undefined],
    ['without a name', { token_use: 'access' }, undefined],
  ])('hands over a person %s', async (_, claims, person) => {
    const seen: HttpRequest[] = [];
    const { call } = serve(async (request) => {
      seen.push(request);
      return { status: 204 };
    });
    const event = httpEvent();

    await call({ ...event, requestContext: { ...event.requestContext, authorizer: { jwt: { claims } } } });

    expect(seen[0]?.person).toEqual(person);
  });

  it('decodes a body that came in base64', async () => {
    const { call } = serve(async ({ body }) => ({ status: 200, body }));
    const event = httpEvent({ body: Buffer.from('grün').toString('base64') });

    const answer = await call({ ...event, isBase64Encoded: true });

    expect(answer.body).toBe('"grün"');
  });

  it('answers in JSON, and without a body where there is none', async () => {
    const withBody = await serve(async () => ({ status: 201, headers: { etag: '"1"' }, body: { a: 1 } })).call(
      httpEvent(),
    );
    const without = await serve(async () => ({ status: 304 })).call(httpEvent());

    expect(withBody).toEqual({
      statusCode: 201,
      headers: { ...HEADERS, 'content-type': 'application/json', etag: '"1"' },
      body: '{"a":1}',
    });
    expect(without).toEqual({ statusCode: 304, headers: HEADERS });
  });

  it('binds once, when the first request comes', async () => {
    const { bind, call } = serve(async () => ({ status: 204 }));

    expect(bind).not.toHaveBeenCalled();
    await call(httpEvent());
    await call(httpEvent());

    expect(bind).toHaveBeenCalledTimes(1);
  });

  it('takes a body of sixteen kilobytes and not a byte more', async () => {
    const { call } = serve(async () => ({ status: 204 }));

    const fits = await call(httpEvent({ body: 'x'.repeat(16 * 1024) }));
    const tooLarge = await call(httpEvent({ body: `${'x'.repeat(16 * 1024 - 1)}é` }));

    expect(fits.statusCode).toBe(204);
    expect(tooLarge.statusCode).toBe(413);
  });

  it('answers a refusal with problem details that nobody keeps', async () => {
    const answer = await failing(new Relayed('RentalUnknown', 'There is no such rental.')).call(httpEvent());

    expect(answer.statusCode).toBe(404);
    expect(answer.headers).toEqual({ ...HEADERS, 'content-type': 'application/problem+json' });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ status: 404, detail: 'There is no such rental.' });
    expect(log.join()).toContain('RentalUnknown');
  });

  it('says when to come again when it is busy, and how to be let in when nobody said who calls', async () => {
    const busy = await failing(new ServiceUnavailable('Busy.')).call(httpEvent());
    const turnedAway = await failing(new Relayed('TooManyAttempts', 'One moment.')).call(httpEvent());
    const unknown = await failing(new Relayed('KioskUnidentified', 'Who are you?')).call(httpEvent());

    expect(busy).toMatchObject({ statusCode: 503, headers: { 'retry-after': '2' } });
    expect(turnedAway).toMatchObject({ statusCode: 429, headers: { 'retry-after': '60' } });
    expect(unknown).toMatchObject({ statusCode: 401, headers: { 'www-authenticate': 'Bearer' } });
  });

  it('says when to come again where a kiosk asks too often', async () => {
    const answer = await failing(new TooManyRequests(12)).call(httpEvent());

    expect(answer).toMatchObject({ statusCode: 429, headers: { 'retry-after': '12', 'cache-control': 'no-store' } });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ type: 'urn:freewheel:problem:too-many-requests' });
  });

  it('counts the bytes that came, whatever their number is said to be', async () => {
    const { call } = serve(async () => ({ status: 204 }));

    const lies = await call(httpEvent({ headers: { 'content-length': '2' }, body: 'x'.repeat(16 * 1024 + 1) }));
    const shorter = await call(httpEvent({ headers: { 'content-length': '999999999' }, body: '{}' }));

    expect([lies.statusCode, shorter.statusCode]).toEqual([413, 204]);
  });

  it('logs a fault of ours in full and tells the caller nothing of it', async () => {
    const answer = await failing(new Error('the table is on fire')).call(httpEvent({ kioskId: 'harbour' }));

    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('fire');
    expect(log.join()).toContain('the table is on fire');
    expect(log.join()).toContain('harbour');
  });

  it('logs what lies behind a refusal', async () => {
    const cause = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' });

    await failing(new ServiceUnavailable('Busy.', { cause })).call(httpEvent());

    expect(log.join()).toContain('TooManyRequestsException: Rate exceeded');
  });

  it('never logs a body', async () => {
    await failing(new Relayed('CredentialStale', 'Too old.')).call(httpEvent({ body: '{"credential":"secret"}' }));

    expect(log.join()).not.toContain('secret');
  });
});
