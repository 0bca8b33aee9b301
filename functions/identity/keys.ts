import { DecryptCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { clientSettings } from '../shared/aws.ts';

/** The private halves of the keys to which credentials are sealed. They never leave KMS. */
export interface CredentialKey {
  /**
   * Opens an RSA-OAEP-256 package with the key of this id, or with the one that kiosks now seal to where the package
   * names none; undefined when it was not sealed to that key, or we have none of this id.
   */
  open(sealed: Uint8Array, kid: string | undefined): Promise<Uint8Array | undefined>;
}

/** The key of the keyed hashes under which identity knows people. */
export interface Pepper {
  /** HMAC with SHA-256. */
  mac(text: string): Promise<Uint8Array>;
}

/** The live peppers, newest first. Two are live while one takes the other's place. */
export type Peppers = readonly [Pepper, ...Pepper[]];

/** What KMS answers when the package is at fault, and not KMS (AWS KMS API Reference, "Decrypt"). */
const NOT_FOR_US = ['InvalidCiphertextException', 'IncorrectKeyException', 'ValidationException'];

/** `keyIds` is a list parted by commas, the newest first. */
export function kmsCredentialKey(keyIds: string): CredentialKey {
  const known = keyIds.split(',');
  const kms = new KMSClient(clientSettings());
  return {
    async open(CiphertextBlob, kid = known[0]) {
      if (kid === undefined || !known.includes(kid)) return undefined;
      const request = { KeyId: kid, CiphertextBlob, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } as const;
      const answer = await kms.send(new DecryptCommand(request)).catch((error: Error) => {
        if (NOT_FOR_US.includes(error.name)) return undefined;
        throw error;
      });
      return answer?.Plaintext;
    },
  };
}

export function kmsPepper(keyId: string): Pepper {
  const kms = new KMSClient(clientSettings());
  return {
    async mac(text) {
      const request = { KeyId: keyId, Message: Buffer.from(text), MacAlgorithm: 'HMAC_SHA_256' } as const;
      const { Mac } = await kms.send(new GenerateMacCommand(request));
      if (!Mac) throw new Error(`KMS answered without a MAC of the key ${keyId}.`);
      return Mac;
    },
  };
}

/** The peppers of `keyIds`: the ids of KMS keys, newest first, parted by commas. */
export function kmsPeppers(keyIds: string): Peppers {
  const [newest = '', ...older] = keyIds.split(',');
  return [kmsPepper(newest), ...older.map(kmsPepper)];
}
