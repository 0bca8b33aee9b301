import { ServiceError } from '../wire/contract.ts';
import { specOf } from './checks.ts';
import type { KeyRecord, Keys } from './keys.ts';

function algorithms(key: KeyRecord) {
  const { encryptionAlgorithms, signingAlgorithms, macAlgorithms } = specOf(key);
  return {
    ...(encryptionAlgorithms && { EncryptionAlgorithms: encryptionAlgorithms }),
    ...(signingAlgorithms && { SigningAlgorithms: signingAlgorithms }),
    ...(macAlgorithms && { MacAlgorithms: macAlgorithms }),
  };
}

/** What can be learned of keys: DescribeKey, GetPublicKey, ListKeys and ListAliases. */
export function keyDirectory(keys: Keys, account: string) {
  return {
    DescribeKey: ({ KeyId }: { KeyId: string }) => {
      const key = keys.find(KeyId);
      const KeyMetadata = {
        AWSAccountId: account,
        KeyId: key.keyId,
        Arn: keys.arn(key.keyId),
        CreationDate: key.createdAt / 1_000,
        Description: key.description,
        Enabled: key.enabled,
        KeyState: key.enabled ? 'Enabled' : 'Disabled',
        KeyManager: 'CUSTOMER',
        KeySpec: key.spec,
        CustomerMasterKeySpec: key.spec,
        KeyUsage: specOf(key).usage,
        MultiRegion: false,
        Origin: 'AWS_KMS',
        ...algorithms(key),
      };
      return { KeyMetadata };
    },
    GetPublicKey: ({ KeyId }: { KeyId: string }) => {
      const key = keys.find(KeyId);
      if (key.spec !== 'RSA_2048' && key.spec !== 'ECC_NIST_P256') {
        throw new ServiceError('UnsupportedOperationException', `${keys.arn(key.keyId)} has no public key.`);
      }
      return {
        KeyId: keys.arn(key.keyId),
        PublicKey: keys.publicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
        KeySpec: key.spec,
        CustomerMasterKeySpec: key.spec,
        KeyUsage: specOf(key).usage,
        ...algorithms(key),
      };
    },
    ListKeys: () => ({
      Keys: keys.list().map(({ keyId }) => ({ KeyId: keyId, KeyArn: keys.arn(keyId) })),
      Truncated: false,
    }),
    ListAliases: ({ KeyId }: { KeyId?: string }) => {
      const only = KeyId === undefined ? undefined : keys.find(KeyId).keyId;
      const Aliases = keys
        .aliases()
        .filter(({ keyId }) => only === undefined || keyId === only)
        .map(({ name, keyId }) => ({ AliasName: name, AliasArn: keys.aliasArn(name), TargetKeyId: keyId }));
      return { Aliases, Truncated: false };
    },
  };
}
