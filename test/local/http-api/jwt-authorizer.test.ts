import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { createJwtAuthorizer } from '../../../local/http-api/jwt-authorizer.ts';
import { virtualClock } from '../virtual-clock.ts';
import { request } from './sample-api.ts';

const ISSUER = 'https://people.example/pool';
const NOW_MS = Date.UTC(2026, 10, 3, 4, 5, 6);
const NOW = NOW_MS / 1000;
const CLAIMS = { iss: ISSUER, client_id: 'pages', sub: 'p1', scope: 'openid email', iat: NOW - 60, exp: NOW + 60 };
const arrival = {} as never;

describe('a JWT authoriser of the HTTP API', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let others: typeof keys;
  let authorize: ReturnType<typeof createJwtAuthorizer>;
  const clock = virtualClock(NOW_MS);

  beforeAll(async () => {
    keys = await generateKeyPair('RS256');
    others = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256' } as unknown as Record<string, string>;
    authorize = createJwtAuthorizer(
      {
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: ISSUER, Audience: ['pages', 'more-pages'] },
      },
      { clock, keysOf: async (issuer) => (issuer === ISSUER ? { keys: [jwk] } : undefined) },
    );
  });

  const signed = (claims: JWTPayload, { kid = 'k1', by = keys }: { kid?: string | undefined; by?: typeof keys } = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...(kid ? { kid } : {}) }).sign(by.privateKey);
  const asked = (token: string | undefined, scopes: string[] = []) =>
    authorize(request('GET', '/', { headers: token === undefined ? {} : { authorization: token } }), arrival, scopes);
  const statusOf = async (token: string | undefined, scopes?: string[]) => {
    const verdict = await asked(token, scopes);
    return verdict.allowed ? 200 : verdict.status;
  };

  it('hands the claims on as text, lists in brackets', async () => {
    const token = await signed({ ...CLAIMS, 'cognito:groups': ['mechanics', 'operators'], email_verified: true });

    const verdict = await asked(`Bearer ${token}`, ['openid', 'profile']);

    expect(verdict).toEqual({
      allowed: true,
      authorizer: {
        jwt: {
          claims: {
            ...{ iss: ISSUER, client_id: 'pages', sub: 'p1', scope: 'openid email' },
            ...{ iat: String(NOW - 60), exp: String(NOW + 60), email_verified: 'true' },
            'cognito:groups': '[mechanics operators]',
          },
          scopes: ['openid', 'email'],
        },
      },
    });
  });

  it.each<[string, JWTPayload]>([
    ['has expired', { exp: NOW - 1 }],
    ['never expires', { exp: undefined as never }],
    ['is not good yet', { nbf: NOW + 60 }],
    ['was made in the future', { iat: NOW + 60 }],
    ['is of another issuer', { iss: 'https://people.example/other' }],
    ['is for another client', { client_id: 'other' }],
    ['is for another audience, whatever its client', { aud: 'other' }],
    ['is for nobody', { client_id: undefined }],
  ])('refuses a token that %s', async (_, changes) => {
    expect(await statusOf(await signed({ ...CLAIMS, ...changes }))).toBe(401);
  });

  it('refuses a token of another key, of a key without a name, without a signature, or none', async () => {
    const token = await signed(CLAIMS);
    const unsigned = `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${token.split('.')[1]}.`;

    const statuses = [
      await statusOf(await signed(CLAIMS, { by: others })),
      await statusOf(await signed(CLAIMS, { kid: 'k2' })),
      await statusOf(await signed(CLAIMS, { kid: '' })),
      await statusOf(unsigned),
      await statusOf(`${token.slice(0, -6)}AAAAAA`),
      await statusOf('rubbish'),
      await statusOf(undefined),
    ];

    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 401]);
  });

  it('takes an audience, and the token without the word Bearer', async () => {
    const { client_id: _, ...claims } = CLAIMS;

    expect(await statusOf(await signed({ ...claims, aud: ['x', 'more-pages'] }))).toBe(200);
  });

  it('forbids what no scope of the token covers', async () => {
    const token = await signed(CLAIMS);
    const scopeless = await signed({ ...CLAIMS, scope: undefined });

    expect(await statusOf(token, ['profile'])).toBe(403);
    expect(await statusOf(scopeless, ['openid'])).toBe(403);
    expect(await statusOf(scopeless)).toBe(200);
    expect(await statusOf(await signed({ ...CLAIMS, scope: undefined, scp: ['openid'] }), ['openid'])).toBe(200);
  });

  it('lets nobody in where the template names an issuer that the host does not know', async () => {
    const unknown = createJwtAuthorizer(
      {
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://x', Audience: ['a'] },
      },
      { clock, keysOf: async () => undefined },
    );
    const headers = { authorization: await signed(CLAIMS) };

    await expect(unknown(request('GET', '/', { headers }), arrival, [])).rejects.toThrow("no issuer 'https://x'");
  });
});
