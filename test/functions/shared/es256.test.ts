import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joseSignature } from '../../../functions/shared/es256.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const number = fc
  .uint8Array({ minLength: 1, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes))
  .filter((bytes) => bytes[0] !== 0);

/** An INTEGER of DER: a leading zero where the first bit would make it negative. */
function der(digits: Buffer): Buffer {
  const content = (digits[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), digits]) : digits;
  return Buffer.concat([Buffer.of(0x02, content.length), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(0x30, content.length), content]);
}

const padded = (digits: Buffer) => Buffer.concat([Buffer.alloc(32 - digits.length), digits]);

describe('the JOSE form of a signature', () => {
  it('verifies wherever the DER form did', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (message) => {
        const signature = joseSignature(sign('sha256', message, privateKey));

        expect(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('holds both numbers in 32 bytes, however short DER wrote them', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        const signature = joseSignature(sequence(der(r), der(s)));

        expect(signature).toEqual(Buffer.concat([padded(r), padded(s)]));
      }),
    );
  });

  it('refuses what is cut short, too long or of another kind', () => {
    const whole = sign('sha256', Buffer.from('message'), privateKey);
    const tooLong = sequence(der(Buffer.alloc(33, 1)), der(Buffer.of(1)));
    const oneNumber = sequence(der(Buffer.of(1)));
    const strings = sequence(Buffer.of(0x04, 1, 1), Buffer.of(0x04, 1, 1));
    const otherLength = Buffer.concat([Buffer.of(0x30, 7), whole.subarray(2)]);
    const trailing = sequence(der(Buffer.of(1)), der(Buffer.of(1)), Buffer.of(0));

    for (const bad of [Buffer.alloc(0), whole.subarray(0, -1), tooLong, oneNumber, strings, trailing, otherLength])
      expect(() => joseSignature(bad)).toThrow(/The signature is not/);
  });

  it('refuses noise by an error of its own, and never by another', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (noise) => {
        try {
          expect(joseSignature(noise)).toHaveLength(64);
        } catch (error) {
          expect((error as Error).message).toMatch(/The signature is not/);
        }
      }),
    );
  });
});
