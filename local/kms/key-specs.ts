import { createECDH, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Random } from '../../seams/random.ts';

/** What a key of each kind is for, and how its material is made: base64 of PKCS #8 in DER, or of the bare key. */
export interface KeySpec {
  usage: 'ENCRYPT_DECRYPT' | 'SIGN_VERIFY' | 'GENERATE_VERIFY_MAC';
  encryptionAlgorithms?: string[];
  signingAlgorithms?: string[];
  macAlgorithms?: string[];
  generate(random: Random): string;
}

const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'der' }).toString('base64');

const bare = (random: Random): string => Buffer.from(random.bytes(32)).toString('base64');

/**
 * A key pair by testing candidates (FIPS 186-5, appendix A.2.2): a scalar that is zero, or not below the curve's order, is
 * refused by Node and drawn anew. Two in 2^32 are.
 */
function privateKeyOnP256(random: Random): KeyObject {
  const curve = createECDH('prime256v1');
  const d = Buffer.from(random.bytes(32));
  try {
    curve.setPrivateKey(d);
  } catch {
    return privateKeyOnP256(random);
  }
  const point = curve.getPublicKey();
  const text = (bytes: Buffer) => bytes.toString('base64url');
  const [x, y] = [text(point.subarray(1, 33)), text(point.subarray(33))];
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d: text(d), x, y }, format: 'jwk' });
}

/** The key specs that are served, by AWS's names ("Key spec reference"). */
export const KEY_SPECS: Record<string, KeySpec> = {
  SYMMETRIC_DEFAULT: { usage: 'ENCRYPT_DECRYPT', encryptionAlgorithms: ['SYMMETRIC_DEFAULT'], generate: bare },
  HMAC_256: { usage: 'GENERATE_VERIFY_MAC', macAlgorithms: ['HMAC_SHA_256'], generate: bare },
  RSA_2048: {
    usage: 'ENCRYPT_DECRYPT',
    encryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'],
    generate: () => pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  },
  ECC_NIST_P256: {
    usage: 'SIGN_VERIFY',
    signingAlgorithms: ['ECDSA_SHA_256'],
    generate: (random) => pkcs8(privateKeyOnP256(random)),
  },
};
