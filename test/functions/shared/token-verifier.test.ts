import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { kmsPublicKeys, tokenVerifier } from '../../../functions/shared/token-verifier.ts';
import { RENTAL_AUDIENCES, RentalClaims } from '../../../functions/shared/tokens.ts';
import { standingClock } from '../rental-tokens.ts';
import { type AwsEndpoint, awsError, startAwsEndpoint } from './aws-endpoint.ts';
import { tokenKey, withClaims, withOtherSignature } from './token-keys.ts';

const issuer = 'urn:freewheel:testville';
const now = Date.parse('2026-05-01T10:00:00Z') / 1000;
const claims = {
  iss: issuer,
  iat: now,
  exp: now + 60,
  jti: 'one',
  aud: RENTAL_AUDIENCES,
  scope: 'rental',
  sub: 'rider_0123456789abcdef',
  rental: '11111111-1111-4111-8111-111111111111',
  kiosk: 'harbour',
  session: '22222222-2222-4222-8222-222222222222',
};
const header = { alg: 'ES256', typ: 'JWT', kid: 'key-1' };
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

function setUp() {
  const clock = standingClock('2026-05-01T10:00:00.000Z');
  const key = tokenKey();
  const verifier = tokenVerifier({ issuer, publicKeys: key.publicKeys, clock });
  return { clock, key, verify: (token: string, aud = 'bikes') => verifier.verify(token, aud, RentalClaims) };
}

describe('the token verifier', () => {
  it('gives the claims of a good token to each of its audiences', async () => {
    const { key, verify } = setUp();
    const token = key.forge(claims);

    const verified = await Promise.all(RENTAL_AUDIENCES.map((audience) => verify(token, audience)));

    for (const one of verified) expect(one).toEqual(claims);
  });

  it('takes a token until the very second of its expiry', async () => {
    const { key, verify, clock } = setUp();
    const token = key.forge(claims);

    clock.set('2026-05-01T10:00:59.999Z');
    await expect(verify(token)).resolves.toBeDefined();
    clock.set('2026-05-01T10:01:00.000Z');

    await expect(verify(token)).rejects.toMatchObject({
      name: 'TokenRefused',
      message: expect.stringMatching(/expired/),
    });
  });

  it('goes by the clock that it was given, and not by the machine', async () => {
    const { key, verify, clock } = setUp();
    clock.set('1999-01-01T00:00:00.000Z');
    const then = Date.parse('1999-01-01T00:00:00Z') / 1000;

    const verified = await verify(key.forge({ ...claims, iat: then, exp: then + 60 }));

    expect(verified.exp).toBe(then + 60);
  });

  const foreign = tokenKey();
  const publicText = (jwk: JsonWebKey) =>
    createPublicKey({ key: jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const hmac = (content: string, secret: string | Buffer) =>
    `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;

  it.each<[string, (key: ReturnType<typeof tokenKey>) => string]>([
    ['for another audience', (key) => key.forge({ ...claims, aud: ['payments'] })],
    ['of another scope', (key) => key.forge({ ...claims, scope: 'bike' })],
    ['of another issuer', (key) => key.forge({ ...claims, iss: 'urn:freewheel:elsewhere' })],
    ['without an expiry', (key) => key.forge({ ...claims, exp: undefined })],
    ['without a rental', (key) => key.forge({ ...claims, rental: undefined })],
    ['of a foreign key that claims our id', () => foreign.forge(claims)],
    ['of an unknown key id', (key) => key.forge(claims, { ...header, kid: 'key-2' })],
    ['without a key id', (key) => key.forge(claims, { alg: 'ES256' })],
    ['with other claims than were signed', (key) => withClaims(key.forge(claims), { kiosk: 'station' })],
    ['with another signature', (key) => withOtherSignature(key.forge(claims))],
    ['with the algorithm none', () => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`],
    ['with none, and a signature', (key) => key.forge(claims, { ...header, alg: 'none' })],
    [
      'signed by HMAC with our public key',
      (key) => hmac(`${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`, publicText(key.publicKey)),
    ],
    ['that is no token', () => 'no.token.atall'],
    ['that is empty', () => ''],
  ])('refuses a token %s', async (_, make) => {
    const { key, verify } = setUp();

    await expect(verify(make(key))).rejects.toMatchObject({ name: 'TokenRefused' });
  });
});

describe('public keys from KMS', () => {
  let aws: AwsEndpoint | undefined;
  afterEach(() => aws?.close());

  const answerWith = (key: ReturnType<typeof tokenKey>) => {
    const spki = createPublicKey({ key: key.publicKey as never, format: 'jwk' }).export({
      type: 'spki',
      format: 'der',
    });
    return { body: { PublicKey: spki.toString('base64') } };
  };

  it('are read once for each key id', async () => {
    const key = tokenKey();
    aws = await startAwsEndpoint(() => answerWith(key));
    const keys = kmsPublicKeys('key-1,key-2');

    const [first, second] = await Promise.all([keys(), keys()]);

    expect([...first.keys()]).toEqual(['key-1', 'key-2']);
    expect(first.get('key-1')).toEqual(key.publicKey);
    expect(second).toBe(first);
    expect(aws.calls.map((call) => call.target)).toEqual(['GetPublicKey', 'GetPublicKey']);
  });

  it('are read again after they could not be had', async () => {
    const key = tokenKey();
    let isDown = true;
    aws = await startAwsEndpoint(() => (isDown ? awsError('DisabledException') : answerWith(key)));
    const keys = kmsPublicKeys('key-1');

    await expect(keys()).rejects.toMatchObject({ name: 'DisabledException' });
    isDown = false;

    expect((await keys()).get('key-1')).toEqual(key.publicKey);
  });
});
