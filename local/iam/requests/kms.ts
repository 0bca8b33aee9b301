import { sealedBy } from '../../kms/ciphertext.ts';
import { jsonAsking, type Operation, textOf } from './asking.ts';

const onKey =
  (action: string): Operation =>
  ({ KeyId: key }, { keyArn }) => ({ action: `kms:${action}`, resource: keyArn(textOf(key)) });

/** A symmetric key's ciphertext says which key it is of; the caller need not. */
const decrypt: Operation = ({ KeyId: key, CiphertextBlob: blob }, { keyArn }) => {
  const id = key ?? sealedBy(Buffer.from(textOf(blob), 'base64'));
  return { action: 'kms:Decrypt', resource: keyArn(textOf(id)) };
};

const onAllKeys =
  (action: string): Operation =>
  () => ({ action: `kms:${action}`, resource: '*' });

/** AWS KMS Developer Guide, "Permissions reference". */
export const kmsAsking = jsonAsking({
  Decrypt: decrypt,
  DescribeKey: onKey('DescribeKey'),
  Encrypt: onKey('Encrypt'),
  GenerateDataKey: onKey('GenerateDataKey'),
  GenerateMac: onKey('GenerateMac'),
  GetPublicKey: onKey('GetPublicKey'),
  ListAliases: onAllKeys('ListAliases'),
  ListKeys: onAllKeys('ListKeys'),
  Sign: onKey('Sign'),
  Verify: onKey('Verify'),
  VerifyMac: onKey('VerifyMac'),
});
