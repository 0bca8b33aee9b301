import { generateKeyPairSync, type KeyObject } from 'node:crypto';
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
    generate: () => pkcs8(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  },
};
