import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { kmsSigningKey, tokenSigner } from '../../../functions/shared/token-signer.ts';
import { tokenVerifier } from '../../../functions/shared/token-verifier.ts';
import { KioskClaims } from '../../../functions/shared/tokens.ts';
import { systemRandom } from '../../../seams/random.ts';
import { standingClock } from '../rental-tokens.ts';
import { type AwsEndpoint, awsError, startAwsEndpoint } from './aws-endpoint.ts';
import { claimsIn, tokenKey } from './token-keys.ts';

const issuer = 'urn:freewheel:testville';
const clock = standingClock('2026-05-01T10:00:00.700Z');
const claims = { aud: 'api', scope: 'kiosk', sub: 'harbour', thing: 'harbour' } as const;

let aws: AwsEndpoint | undefined;
afterEach(() => aws?.close());

describe('the token signer', () => {
  it('mints tokens that the verifier takes', async () => {
    const key = tokenKey();
    const signer = tokenSigner({ issuer, key: key.signing, clock, random: systemRandom });
    const verifier = tokenVerifier({ issuer, publicKeys: key.publicKeys, clock });

    const token = await signer.mint<KioskClaims>(claims, 900);

    expect(await verifier.verify(token, 'api', KioskClaims)).toMatchObject(claims);
  });

  it('dates a token in whole seconds and gives each an id of its own', async () => {
    const signer = tokenSigner({ issuer, key: tokenKey().signing, clock, random: systemRandom });

    const first = claimsIn(await signer.mint<KioskClaims>(claims, 900));
    const second = claimsIn(await signer.mint<KioskClaims>(claims, 900));

    const iat = Date.parse('2026-05-01T10:00:00Z') / 1000;
    expect(first).toMatchObject({ iss: issuer, iat, exp: iat + 900 });
    expect(first['jti']).not.toBe(second['jti']);
  });

  it('does not let claims overrule issuer and expiry', async () => {
    const signer = tokenSigner({ issuer, key: tokenKey().signing, clock, random: systemRandom });

    const minted = claimsIn(await signer.mint<KioskClaims>({ ...claims, iss: 'other', exp: 1 } as never, 900));

    expect(minted).toMatchObject({ iss: issuer, exp: (minted['iat'] as number) + 900 });
  });
});

describe('a signing key in KMS', () => {
  it('signs the message itself, by ECDSA with SHA-256', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    aws = await startAwsEndpoint(({ body }) => {
      const message = Buffer.from((JSON.parse(body) as { Message: string }).Message, 'base64');
      return { body: { Signature: sign('sha256', message, privateKey).toString('base64') } };
    });

    const signature = await kmsSigningKey('key-7').sign(Buffer.from('header.payload'));

    expect(verify('sha256', Buffer.from('header.payload'), publicKey, signature)).toBe(true);
    expect(aws.calls[0]?.target).toBe('Sign');
    expect(JSON.parse(aws.calls[0]?.body ?? '')).toMatchObject({
      KeyId: 'key-7',
      MessageType: 'RAW',
      SigningAlgorithm: 'ECDSA_SHA_256',
    });
  });

  it('passes on what KMS says against it', async () => {
    aws = await startAwsEndpoint(() => awsError('DisabledException'));

    const signing = kmsSigningKey('key-7').sign(Buffer.from('header.payload'));

    await expect(signing).rejects.toMatchObject({ name: 'DisabledException' });
  });

  it('says so when KMS answers without a signature', async () => {
    aws = await startAwsEndpoint(() => ({ body: {} }));

    const signing = kmsSigningKey('key-7').sign(Buffer.from('header.payload'));

    await expect(signing).rejects.toThrow('without a signature of the key key-7');
  });
});
