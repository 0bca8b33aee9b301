import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { dynamoAssertions } from '../../../functions/orchestration/assertion-store.ts';
import { IssuedToken, type RegisterKiosks } from '../../../functions/orchestration/contract.ts';
import { issueKioskToken } from '../../../functions/orchestration/issue-kiosk-token.ts';
import { dynamoKiosks } from '../../../functions/orchestration/kiosk-store.ts';
import { registerKiosks } from '../../../functions/orchestration/register-kiosks.ts';
import { dynamoAllowances } from '../../../functions/shared/allowances.ts';
import { KioskClaims } from '../../../functions/shared/tokens.ts';
import { useDynamo } from '../dynamo.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { withClaims, withOtherSignature } from '../shared/token-keys.ts';
import { ISSUER, NOON, setUpExchange } from './exchange.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const now = Date.parse(NOON) / 1000;

const dynamo = useDynamo();

/** A kiosk with a device key, as it makes its assertions. */
function device(kioskId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' }) as RegisterKiosks['kiosks'][number]['publicKey'];
  const claims = () => ({ iss: kioskId, sub: kioskId, aud: ISSUER, exp: now + 60, jti: randomUUID() });
  return {
    registration: { kioskId, thing: `${kioskId}-thing`, publicKey: jwk },
    claims,
    assert: (change: { [Claim in keyof JWTPayload]?: unknown } = {}) =>
      new SignJWT({ ...claims(), ...change } as JWTPayload).setProtectedHeader({ alg: 'ES256' }).sign(privateKey),
  };
}
const harbour = device('harbour');

async function setUp() {
  const exchange = await setUpExchange(dynamo.client);
  const kiosks = dynamoKiosks(dynamo.client, await createKeyedTable(dynamo.client, 'kioskId'));
  const assertions = dynamoAssertions(dynamo.client, exchange.sessionsTable);
  const register = registerKiosks({ kiosks });
  await register({ kiosks: [harbour.registration] });
  const allowances = dynamoAllowances(dynamo.client, exchange.sessionsTable, exchange.clock);
  const issue = issueKioskToken({
    ...exchange,
    kiosks,
    assertions,
    allowances,
    tokens: exchange.signer,
    issuer: ISSUER,
  });
  const post = (body: string, type = 'application/x-www-form-urlencoded') =>
    issue({
      headers: { 'content-type': type },
      parameters: {},
      query: {},
      kioskId: undefined,
      person: undefined,
      body,
    });
  return {
    ...exchange,
    register,
    post,
    trade: (assertion: string) => post(new URLSearchParams({ grant_type: GRANT, assertion }).toString()),
  };
}

describe("trading a kiosk's assertion for a token", () => {
  it('gives a token for the API, good for a quarter of an hour', async () => {
    const { trade, verifier } = await setUp();

    const answer = await trade(await harbour.assert());

    const issued = IssuedToken.parse(answer.body);
    const claims = await verifier.verify(issued.access_token, 'api', KioskClaims);
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    expect(claims).toMatchObject({ sub: 'harbour', thing: 'harbour-thing', iat: now, exp: now + 900 });
  });

  it('takes an assertion whose audience is a list with us in it', async () => {
    const { trade } = await setUp();

    expect(await trade(await harbour.assert({ aud: ['urn:other', ISSUER] }))).toMatchObject({ status: 200 });
  });

  it('takes an assertion once', async () => {
    const { trade } = await setUp();
    const assertion = await harbour.assert();

    const answers = await Promise.all([trade(assertion), trade(assertion)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await trade(assertion)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('lets two kiosks use the same id for their assertions', async () => {
    const { trade, register } = await setUp();
    const station = device('station');
    await register({ kiosks: [station.registration] });
    const jti = randomUUID();

    await trade(await harbour.assert({ jti }));

    expect(await trade(await station.assert({ jti }))).toMatchObject({ status: 200 });
  });

  it('signs no more than ten tokens at once for one kiosk, and as many as before for others', async () => {
    const { trade, register } = await setUp();
    const station = device('station');
    await register({ kiosks: [station.registration] });
    for (let traded = 0; traded < 10; traded++) await trade(await harbour.assert());

    await expect(trade(await harbour.assert())).rejects.toMatchObject({ name: 'TooManyRequests' });
    expect(await trade(await station.assert())).toMatchObject({ status: 200 });
  });

  it('lets nobody use up what a kiosk has left by assertions that are not its own', async () => {
    const { trade } = await setUp();
    const stranger = device('harbour');
    for (let tried = 0; tried < 12; tried++) await trade(await stranger.assert());

    expect(await trade(await harbour.assert())).toMatchObject({ status: 200 });
  });

  it('makes allowance for clocks that are a little off', async () => {
    const { trade } = await setUp();

    expect(await trade(await harbour.assert({ exp: now + 69 }))).toMatchObject({ status: 200 });
    expect(await trade(await harbour.assert({ exp: now - 9 }))).toMatchObject({ status: 200 });
  });

  it('tells a kiosk that is not registered who it is and what to do', async () => {
    const { trade } = await setUp();

    const answer = await trade(await device('station').assert());

    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(answer.body).toHaveProperty('error_description', expect.stringMatching(/kiosk station .*[Rr]egister/));
  });

  it('refuses the old key of a kiosk that got a new one', async () => {
    const { trade, register } = await setUp();
    const renewed = device('harbour');

    await register({ kiosks: [renewed.registration] });

    expect(await trade(await harbour.assert())).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await trade(await renewed.assert())).toMatchObject({ status: 200 });
  });

  it.each<[string, () => string | Promise<string>]>([
    ['of another key', () => device('harbour').assert()],
    ['with other claims than were signed', async () => withClaims(await harbour.assert(), { exp: now + 30 })],
    ['with another signature', async () => withOtherSignature(await harbour.assert())],
    ['that is not signed', () => `${new UnsecuredJWT(harbour.claims()).encode()}AA`],
    [
      'signed with HMAC',
      () => new SignJWT(harbour.claims()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 1)),
    ],
    ['for another city', () => harbour.assert({ aud: 'urn:freewheel:elsewhere' })],
    ['about another kiosk', () => harbour.assert({ sub: 'station' })],
    ['that has expired', () => harbour.assert({ exp: now - 10 })],
    ['that lives too long', () => harbour.assert({ exp: now + 71 })],
    ['that never expires', () => harbour.assert({ exp: undefined })],
    ['that is not valid yet', () => harbour.assert({ nbf: now + 30 })],
    ['without an id', () => harbour.assert({ jti: undefined })],
    ['with an id too short to be unique', () => harbour.assert({ jti: '1' })],
    ['of nobody', () => harbour.assert({ iss: undefined })],
    ['of somebody who can be no kiosk', () => harbour.assert({ iss: '../etc' })],
    ['that is no token', () => 'a.b.c'],
  ])('refuses an assertion %s', async (_, make) => {
    const { trade } = await setUp();

    const answer = await trade(await make());

    expect(answer).toMatchObject({ status: 400, headers: { 'cache-control': 'no-store' } });
    expect(answer.body).toHaveProperty('error', 'invalid_grant');
  });

  it('does not use up an assertion that it refuses', async () => {
    const { trade, clock } = await setUp();
    const early = await harbour.assert({ exp: now + 120 });
    await trade(early);

    clock.set('2026-05-01T12:01:00.000Z');

    expect(await trade(early)).toMatchObject({ status: 200 });
  });

  it.each<[string, string, string | undefined, string]>([
    ['JSON', '{"grant_type":"x"}', 'application/json', 'invalid_request'],
    ['no grant type', 'assertion=a.b.c', undefined, 'invalid_request'],
    ['another grant type', 'grant_type=client_credentials', undefined, 'unsupported_grant_type'],
    ['no assertion', `grant_type=${GRANT}`, undefined, 'invalid_request'],
    ['an assertion that is none', `grant_type=${GRANT}&assertion=hello`, undefined, 'invalid_request'],
    ['two assertions', `grant_type=${GRANT}&assertion=a.b.c&assertion=a.b.c`, undefined, 'invalid_request'],
    ['nothing', '', undefined, 'invalid_request'],
  ])('refuses a request with %s', async (_, body, type, error) => {
    const { post } = await setUp();

    expect(await post(body, type)).toMatchObject({ status: 400, body: { error } });
  });
});

describe('an assertion that was spent', () => {
  it('is known as spent by the one who did, when that one asks again', async () => {
    const { sessionsTable } = await setUp();
    const assertions = dynamoAssertions(dynamo.client, sessionsTable);

    const first = await assertions.spend('harbour', 'jti-1', 'me', now + 60);
    const again = await assertions.spend('harbour', 'jti-1', 'me', now + 60);
    const other = await assertions.spend('harbour', 'jti-1', 'other', now + 60);

    expect([first, again, other]).toEqual([true, true, false]);
  });
});
