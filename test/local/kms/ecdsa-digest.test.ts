import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signDigest, verifyDigest } from '../../../local/kms/ecdsa-digest.ts';
import { systemRandom } from '../../../seams/random.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sha256 = (message: Uint8Array): Buffer => createHash('sha256').update(message).digest();

describe('ECDSA over a digest', () => {
  it('makes signatures that OpenSSL verifies over the message', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (message) => {
        const signature = signDigest(sha256(message), privateKey, systemRandom);

        return verify('sha256', message, publicKey, signature);
      }),
    );
  });

  it('verifies the signatures that OpenSSL makes over the message', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (message) => {
        const signature = sign('sha256', message, privateKey);

        return verifyDigest(sha256(message), signature, privateKey);
      }),
    );
  });

  it('refuses what OpenSSL refuses: any signature with a changed byte', () => {
    const digest = sha256(Buffer.from('open bay 3'));
    const signature = signDigest(digest, privateKey, systemRandom);

    fc.assert(
      fc.property(fc.nat(signature.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(signature);
        changed[at] = (changed[at] ?? 0) ^ change;

        return !verifyDigest(digest, changed, privateKey);
      }),
    );
  });

  it('refuses the signature of another digest', () => {
    const signature = signDigest(sha256(Buffer.from('open bay 3')), privateKey, systemRandom);

    const valid = verifyDigest(sha256(Buffer.from('open bay 4')), signature, privateKey);

    expect(valid).toBe(false);
  });
});
