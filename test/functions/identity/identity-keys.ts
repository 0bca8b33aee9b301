import { constants, createHmac, generateKeyPairSync, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto';
import { CompactEncrypt, type CompactJWEHeaderParameters } from 'jose';
import type { Credential } from '../../../functions/identity/contract.ts';
import type { CredentialKey, Pepper } from '../../../functions/identity/keys.ts';

export interface SealingKey {
  key: CredentialKey;
  /** Seals as a kiosk does. */
  seal(content: unknown, header?: Partial<CompactJWEHeaderParameters>): Promise<string>;
  publicKey: KeyObject;
}

/** RSA-OAEP with SHA-256, as KMS opens it; undefined for what was not sealed to this key. */
export function openWith(privateKey: KeyObject, sealed: Uint8Array): Uint8Array | undefined {
  try {
    return privateDecrypt({ key: privateKey, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING }, sealed);
  } catch {
    return undefined;
  }
}

/** A key pair as KMS keeps one, and a kiosk that seals to it. */
export function sealingKey(): SealingKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicKey,
    key: { open: async (sealed) => openWith(privateKey, sealed) },
    seal(content, header = {}) {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      return new CompactEncrypt(Buffer.from(text))
        .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...header })
        .encrypt(publicKey);
    },
  };
}

export function testPepper(secret = 'pepper'): Pepper {
  return { mac: async (text) => createHmac('sha256', secret).update(text).digest() };
}

export const DOCUMENT = {
  iin: '636001',
  number: 'F51022481704',
  expiresOn: '2029-03-14',
  address: { street: '5 Lantern Street', city: 'Havenbrook', postalCode: '14400', state: 'NY' },
};

/** What a kiosk seals right after a scan, with a nonce of its own. */
export function credential(sealedAt: string, change: Partial<Credential> = {}): Credential {
  return { document: DOCUMENT, kioskId: 'harbour', nonce: randomBytes(16).toString('base64url'), sealedAt, ...change };
}
