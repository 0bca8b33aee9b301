import { createECDH, type KeyObject } from 'node:crypto';
import type { Random } from '../../seams/random.ts';

/**
 * ECDSA over a digest that the caller made, and with a number drawn from the given chance: Node signs messages only, would
 * hash the digest once more, and draws for itself. The formulas are those of FIPS 186-5, section 6.4; the curve's arithmetic is OpenSSL's. Not guarded against someone
 * who times it, as no key of a development machine needs to be.
 */

/** The order of P-256 (NIST SP 800-186, section 3.2.1.3). */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

interface Signature {
  r: bigint;
  s: bigint;
}

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const toBytes = (number: bigint): Buffer => Buffer.from(number.toString(16).padStart(64, '0'), 'hex');

/** The inverse modulo N, which is prime: a to the power of N - 2 (Fermat). */
function inverse(a: bigint): bigint {
  let [result, base] = [1n, a % N];
  for (let exponent = N - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % N;
    base = (base * base) % N;
  }
  return result;
}

/** The x coordinate of k times the base point, modulo N. */
function pointX(k: bigint): bigint {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(toBytes(k));
  return toNumber(curve.getPublicKey().subarray(1, 33)) % N;
}

function secretOf(key: KeyObject): bigint {
  return toNumber(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
}

function integer(number: bigint): Buffer {
  const bytes = Buffer.from(
    number
      .toString(16)
      .padStart(2, '0')
      .replace(/^(.(..)*)$/, '0$1'),
    'hex',
  );
  const positive = (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
}

function toDer({ r, s }: Signature): Buffer {
  const content = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.of(0x30, content.length), content]);
}

/** Reads `SEQUENCE { INTEGER r, INTEGER s }`; none where it is anything else. */
function fromDer(der: Buffer): Signature | undefined {
  const [tag, length, rTag, rLength = 0] = der;
  const sAt = 4 + rLength;
  const sLength = der[sAt + 1] ?? 0;
  const framed = tag === 0x30 && length === der.length - 2 && rTag === 0x02 && der[sAt] === 0x02;
  if (!framed || rLength === 0 || sLength === 0 || sAt + 2 + sLength !== der.length) return undefined;
  return { r: toNumber(der.subarray(4, sAt)), s: toNumber(der.subarray(sAt + 2)) };
}

/** Signs a digest of 32 bytes with a P-256 key; the signature is DER. */
export function signDigest(digest: Buffer, key: KeyObject, random: Random): Buffer {
  const k = (toNumber(random.bytes(40)) % (N - 1n)) + 1n;
  const r = pointX(k);
  const s = (inverse(k) * (toNumber(digest) + r * secretOf(key))) % N;
  return r === 0n || s === 0n ? signDigest(digest, key, random) : toDer({ r, s });
}

/**
 * Whether a DER signature is that of a digest. With the private key at hand, the sum of points that a verifier makes
 * is one product: u1 G + u2 Q = ((e + r d) / s) G.
 */
export function verifyDigest(digest: Buffer, der: Buffer, key: KeyObject): boolean {
  const signature = fromDer(der);
  if (!signature) return false;
  const { r, s } = signature;
  if (r <= 0n || r >= N || s <= 0n || s >= N) return false;
  const k = (inverse(s) * (toNumber(digest) + r * secretOf(key))) % N;
  return k !== 0n && pointX(k) === r;
}
