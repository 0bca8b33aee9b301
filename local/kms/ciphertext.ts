import { constants, createCipheriv, createDecipheriv, privateDecrypt, publicEncrypt } from 'node:crypto';
import type { Random } from '../../seams/random.ts';
import { ServiceError } from '../wire/contract.ts';
import type { KeyRecord, Keys } from './keys.ts';

export type EncryptionContext = Record<string, string>;

/** A blob is: a version, the id of its key, the initialisation vector, the tag, and what was encrypted. */
const VERSION = 1;
const KEY_ID_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + KEY_ID_BYTES + IV_BYTES + TAG_BYTES;

const OAEP_HASHES: Record<string, string> = { RSAES_OAEP_SHA_1: 'sha1', RSAES_OAEP_SHA_256: 'sha256' };

const invalid = (): ServiceError =>
  new ServiceError('InvalidCiphertextException', 'The ciphertext was not made by this key and context, or is damaged.');

/** The context as authenticated data: its order does not matter to AWS. */
function associated(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify(pairs));
}

/** AES-256-GCM, as `SYMMETRIC_DEFAULT` is. */
export function seal(key: KeyRecord, plaintext: Buffer, context: EncryptionContext, random: Random): Buffer {
  const iv = Buffer.from(random.bytes(IV_BYTES));
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), iv);
  cipher.setAAD(associated(context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const keyId = Buffer.from(key.keyId.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.of(VERSION), keyId, iv, cipher.getAuthTag(), sealed]);
}

/** The id of the key that a blob names. Throws `InvalidCiphertextException`. */
export function sealedBy(blob: Buffer): string {
  if (blob[0] !== VERSION || blob.length < HEAD_BYTES) throw invalid();
  const hex = blob.toString('hex', 1, 1 + KEY_ID_BYTES);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function open(key: KeyRecord, blob: Buffer, context: EncryptionContext): Buffer {
  const iv = blob.subarray(1 + KEY_ID_BYTES, 1 + KEY_ID_BYTES + IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key.material, 'base64'), iv);
  decipher.setAAD(associated(context));
  decipher.setAuthTag(blob.subarray(HEAD_BYTES - TAG_BYTES, HEAD_BYTES));
  try {
    return Buffer.concat([decipher.update(blob.subarray(HEAD_BYTES)), decipher.final()]);
  } catch {
    throw invalid();
  }
}

function padding(algorithm: string) {
  return { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: OAEP_HASHES[algorithm] ?? algorithm };
}

export function encryptRsa(keys: Keys, key: KeyRecord, plaintext: Buffer, algorithm: string): Buffer {
  try {
    return publicEncrypt({ key: keys.publicKey(key), ...padding(algorithm) }, plaintext);
  } catch {
    throw new ServiceError('ValidationException', `${plaintext.length} bytes are too many for ${algorithm}.`);
  }
}

export function decryptRsa(keys: Keys, key: KeyRecord, blob: Buffer, algorithm: string): Buffer {
  try {
    return privateDecrypt({ key: keys.privateKey(key), ...padding(algorithm) }, blob);
  } catch {
    throw invalid();
  }
}
