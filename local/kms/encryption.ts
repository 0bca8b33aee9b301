import type { Random } from '../../seams/random.ts';
import { ServiceError } from '../wire/contract.ts';
import { knownAlgorithm, readBlob, specOf, usableKey } from './checks.ts';
import { decryptRsa, type EncryptionContext, encryptRsa, open, seal, sealedBy } from './ciphertext.ts';
import type { KeyRecord, Keys } from './keys.ts';

interface EncryptInput {
  KeyId: string;
  Plaintext: string;
  EncryptionAlgorithm?: string;
  EncryptionContext?: EncryptionContext;
}

interface DecryptInput {
  KeyId?: string;
  CiphertextBlob: string;
  EncryptionAlgorithm?: string;
  EncryptionContext?: EncryptionContext;
}

interface DataKeyInput {
  KeyId: string;
  KeySpec?: string;
  NumberOfBytes?: number;
  EncryptionContext?: EncryptionContext;
}

const SYMMETRIC = 'SYMMETRIC_DEFAULT';
const DATA_KEY_BYTES: Record<string, number> = { AES_256: 32, AES_128: 16 };
/** KMS takes ciphertexts of up to 6144 bytes (Decrypt). */
const CIPHERTEXT_BYTES_MAX = 6_144;

function dataKeyBytes({ KeySpec, NumberOfBytes }: DataKeyInput): number {
  const length = KeySpec === undefined ? NumberOfBytes : DATA_KEY_BYTES[KeySpec];
  if (length !== undefined && length >= 1 && length <= 1_024) return length;
  const message = "Give either 'KeySpec' (AES_256, AES_128) or 'NumberOfBytes' (1 to 1024).";
  throw new ServiceError('ValidationException', message);
}

/** A blob that KMS made names its key itself; a key that is named as well must be the same. */
function keyOfBlob(keys: Keys, blob: Buffer, id: string | undefined): KeyRecord {
  const key = usableKey(keys, sealedBy(blob), 'ENCRYPT_DECRYPT');
  if (id === undefined || usableKey(keys, id, 'ENCRYPT_DECRYPT').keyId === key.keyId) return key;
  throw new ServiceError('IncorrectKeyException', 'The ciphertext was made by another key than the one named.');
}

/** Encrypt, Decrypt and GenerateDataKey, with RSA keys and with symmetric ones. */
export function encryption(keys: Keys, random: Random) {
  const algorithmOf = (key: KeyRecord, wanted: string | undefined): string =>
    knownAlgorithm(key, wanted ?? SYMMETRIC, specOf(key).encryptionAlgorithms);

  return {
    Encrypt: ({ KeyId, Plaintext, EncryptionAlgorithm, EncryptionContext = {} }: EncryptInput) => {
      const key = usableKey(keys, KeyId, 'ENCRYPT_DECRYPT');
      const plaintext = readBlob(Plaintext, 'Plaintext');
      const algorithm = algorithmOf(key, EncryptionAlgorithm);
      const blob =
        algorithm === SYMMETRIC
          ? seal(key, plaintext, EncryptionContext, random)
          : encryptRsa(keys, key, plaintext, algorithm);
      return {
        KeyId: keys.arn(key.keyId),
        CiphertextBlob: blob.toString('base64'),
        EncryptionAlgorithm: algorithm,
      };
    },
    Decrypt: ({ KeyId, CiphertextBlob, EncryptionAlgorithm, EncryptionContext = {} }: DecryptInput) => {
      const blob = readBlob(CiphertextBlob, 'CiphertextBlob', CIPHERTEXT_BYTES_MAX);
      const symmetric = (EncryptionAlgorithm ?? SYMMETRIC) === SYMMETRIC;
      const named = symmetric && KeyId === undefined ? sealedBy(blob) : KeyId;
      const wanted = usableKey(keys, named, 'ENCRYPT_DECRYPT');
      const algorithm = algorithmOf(wanted, EncryptionAlgorithm);
      const plaintext = symmetric
        ? open(keyOfBlob(keys, blob, KeyId), blob, EncryptionContext)
        : decryptRsa(keys, wanted, blob, algorithm);
      return {
        KeyId: keys.arn(wanted.keyId),
        Plaintext: plaintext.toString('base64'),
        EncryptionAlgorithm: algorithm,
      };
    },
    GenerateDataKey: (input: DataKeyInput) => {
      const key = usableKey(keys, input.KeyId, 'ENCRYPT_DECRYPT');
      algorithmOf(key, SYMMETRIC);
      const plaintext = Buffer.from(random.bytes(dataKeyBytes(input)));
      return {
        KeyId: keys.arn(key.keyId),
        Plaintext: plaintext.toString('base64'),
        CiphertextBlob: seal(key, plaintext, input.EncryptionContext ?? {}, random).toString('base64'),
      };
    },
  };
}
