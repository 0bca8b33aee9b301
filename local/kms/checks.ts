import { ServiceError } from '../wire/contract.ts';
import { KEY_SPECS, type KeySpec } from './key-specs.ts';
import type { KeyRecord, Keys } from './keys.ts';

/** AWS's limit on a message or plaintext in a request of KMS. */
const MESSAGE_BYTES_MAX = 4_096;

export function specOf(key: KeyRecord): KeySpec {
  const spec = KEY_SPECS[key.spec];
  if (!spec) throw new Error(`The store holds the key ${key.keyId} of an unknown spec '${key.spec}'.`);
  return spec;
}

/** Decodes one blob of a request. Throws `ValidationException` where it is missing, empty or too long. */
export function readBlob(value: unknown, name: string, bytesMax = MESSAGE_BYTES_MAX): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : Buffer.alloc(0);
  if (bytes.length >= 1 && bytes.length <= bytesMax) return bytes;
  const message = `'${name}' must have between 1 and ${bytesMax} bytes; it has ${bytes.length}.`;
  throw new ServiceError('ValidationException', message);
}

/** Finds a key that is enabled and made for this. Throws AWS's error otherwise. */
export function usableKey(keys: Keys, id: unknown, usage: KeySpec['usage']): KeyRecord {
  const key = keys.find(id);
  if (!key.enabled) throw new ServiceError('DisabledException', `${keys.arn(key.keyId)} is disabled.`);
  if (specOf(key).usage === usage) return key;
  const message = `${keys.arn(key.keyId)} has the key usage ${specOf(key).usage}, which is not valid for ${usage}.`;
  throw new ServiceError('InvalidKeyUsageException', message);
}

/** Gives the algorithm back if the key knows it. Throws AWS's error otherwise. */
export function knownAlgorithm(key: KeyRecord, algorithm: unknown, known: string[] = []): string {
  if (typeof algorithm !== 'string') throw new ServiceError('ValidationException', 'The algorithm is missing.');
  if (known.includes(algorithm)) return algorithm;
  const message = `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`;
  throw new ServiceError('InvalidKeyUsageException', message);
}
