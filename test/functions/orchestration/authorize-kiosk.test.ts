import { describe, expect, it } from '@jest/globals';
import { type AuthorizerEvent, authorizeKiosk } from '../../../functions/orchestration/authorize-kiosk.ts';
import { tokenSigner } from '../../../functions/shared/token-signer.ts';
import { tokenVerifier } from '../../../functions/shared/token-verifier.ts';
import type { KioskClaims } from '../../../functions/shared/tokens.ts';
import { systemRandom } from '../../../seams/random.ts';
import { standingClock } from '../rental-tokens.ts';
import { claimsIn, tokenKey, withClaims, withOtherSignature } from '../shared/token-keys.ts';

const issuer = 'urn:freewheel:testville';

async function setUp() {
  const clock = standingClock('2026-05-01T12:00:00.000Z');
  const key = tokenKey();
  const signer = tokenSigner({ issuer, key: key.signing, clock, random: systemRandom });
  const claims = { aud: 'api', scope: 'kiosk', sub: 'harbour', thing: 'harbour-thing' } as const;
  const token = await signer.mint<KioskClaims>(claims, 900);
  const authorize = authorizeKiosk({ tokens: tokenVerifier({ issuer, publicKeys: key.publicKeys, clock }) });
  return { clock, key, token, authorize, present: (value: string) => authorize({ identitySource: [value] }) };
}

describe('the authoriser', () => {
  it('lets a kiosk in and says which it is', async () => {
    const { present, token } = await setUp();

    const authorization = await present(`Bearer ${token}`);

    expect(authorization).toEqual({ isAuthorized: true, context: { kioskId: 'harbour', thing: 'harbour-thing' } });
  });

  it('takes the scheme in any case, and the header where there is no identity source', async () => {
    const { authorize, token } = await setUp();

    expect(await authorize({ headers: { authorization: `bearer ${token}` } })).toMatchObject({ isAuthorized: true });
  });

  it('lets nobody in after fifteen minutes', async () => {
    const { present, token, clock } = await setUp();

    clock.set('2026-05-01T12:15:00.000Z');

    expect(await present(`Bearer ${token}`)).toEqual({ isAuthorized: false });
  });

  it.each<[string, AuthorizerEvent]>([
    ['nothing', {}],
    ['an empty header', { identitySource: [''] }],
    ['another scheme', { identitySource: ['Basic aGFyYm91cjpzZWNyZXQ='] }],
    ['no token', { identitySource: ['Bearer '] }],
    ['what is no token', { identitySource: ['Bearer a.b.c'] }],
  ])('does not let in who brings %s', async (_, event) => {
    const { authorize } = await setUp();

    expect(await authorize(event)).toEqual({ isAuthorized: false });
  });

  const foreign = tokenKey();
  it.each<[string, (key: ReturnType<typeof tokenKey>, token: string) => string]>([
    ['of a foreign key', (_, token) => foreign.forge(claimsIn(token))],
    ['for another audience', (key, token) => key.forge({ ...claimsIn(token), aud: 'kiosk:harbour' })],
    ['of another scope', (key, token) => key.forge({ ...claimsIn(token), scope: 'rental' })],
    ['of another issuer', (key, token) => key.forge({ ...claimsIn(token), iss: 'urn:freewheel:elsewhere' })],
    ['without an algorithm', (key, token) => key.forge(claimsIn(token), { alg: 'none', kid: 'key-1' })],
    ['made out to another kiosk afterwards', (_, token) => withClaims(token, { sub: 'station' })],
    ['with another signature', (_, token) => withOtherSignature(token)],
  ])('does not let in a token %s', async (_, forge) => {
    const { present, key, token } = await setUp();

    expect(await present(`Bearer ${forge(key, token)}`)).toEqual({ isAuthorized: false });
  });

  it('does not take it for a refusal when the keys cannot be had', async () => {
    const clock = standingClock('2026-05-01T12:00:00.000Z');
    const publicKeys = async () => Promise.reject(new Error('no connection'));
    const authorize = authorizeKiosk({ tokens: tokenVerifier({ issuer, publicKeys, clock }) });

    await expect(authorize({ identitySource: ['Bearer a.b.c'] })).rejects.toThrow('no connection');
  });
});
