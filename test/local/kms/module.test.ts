import { constants, createHash, createPublicKey, publicEncrypt, verify } from 'node:crypto';
import * as kms from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { kmsModule } from '../../../local/kms/module.ts';
import type { HostContext, HostModule } from '../../../local/module.ts';
import { clientOf, deploy, hostContext, type Served, serve } from '../serve.ts';

let context: HostContext;
let hosted: HostModule;
let served: Served;
let client: kms.KMSClient;

beforeEach(async () => {
  context = hostContext();
  hosted = kmsModule(context);
  served = await serve(hosted);
  client = new kms.KMSClient(clientOf(served) as kms.KMSClientConfig);
});

afterEach(async () => {
  client.destroy();
  await served.close();
});

async function deployKey(KeySpec: string, KeyUsage: string, by = hosted): Promise<string> {
  const { ref } = await deploy(by, 'AWS::KMS::Key', `Key${KeySpec}`, { KeySpec, KeyUsage });
  return ref;
}

describe('a key of the template', () => {
  it('keeps its id and material over a restart', async () => {
    const KeyId = await deployKey('HMAC_256', 'GENERATE_VERIFY_MAC');
    const MacAlgorithm = 'HMAC_SHA_256';
    const Message = Buffer.from('a licence number');
    const { Mac } = await client.send(new kms.GenerateMacCommand({ KeyId, Message, MacAlgorithm }));

    const restarted = kmsModule(context);
    const sameId = await deployKey('HMAC_256', 'GENERATE_VERIFY_MAC', restarted);
    const { MacValid } = await client.send(new kms.VerifyMacCommand({ KeyId: sameId, Message, MacAlgorithm, Mac }));

    expect(sameId).toBe(KeyId);
    expect(MacValid).toBe(true);
  });

  it('is refused by name when its spec is not served', async () => {
    const deploying = deployKey('ECC_SECG_P256K1', 'SIGN_VERIFY');

    await expect(deploying).rejects.toThrow(/KeyECC_SECG_P256K1 is to be ECC_SECG_P256K1/);
  });

  it('is found by its id, its ARN, its alias and its alias as an ARN', async () => {
    const KeyId = await deployKey('ECC_NIST_P256', 'SIGN_VERIFY');
    await deploy(hosted, 'AWS::KMS::Alias', 'Alias', { AliasName: 'alias/tokens', TargetKeyId: KeyId });
    const arn = `arn:aws:kms:eu-west-1:000000000000:key/${KeyId}`;
    const names = [KeyId, arn, 'alias/tokens', 'arn:aws:kms:eu-west-1:000000000000:alias/tokens'];

    const found = await Promise.all(names.map((name) => client.send(new kms.DescribeKeyCommand({ KeyId: name }))));
    const { Keys } = await client.send(new kms.ListKeysCommand({}));
    const { Aliases } = await client.send(new kms.ListAliasesCommand({ KeyId }));

    expect(found.map(({ KeyMetadata }) => KeyMetadata?.Arn)).toEqual([arn, arn, arn, arn]);
    expect(found[0]?.KeyMetadata).toMatchObject({ KeyUsage: 'SIGN_VERIFY', SigningAlgorithms: ['ECDSA_SHA_256'] });
    expect(Keys).toEqual([{ KeyId, KeyArn: arn }]);
    expect(Aliases?.map(({ AliasName }) => AliasName)).toEqual(['alias/tokens']);
  });

  it.each(['1234', 'alias/none', 'arn:aws:kms:us-east-1:000000000000:key/1234'])(
    'is not found as %s',
    async (KeyId) => {
      const describing = client.send(new kms.DescribeKeyCommand({ KeyId }));

      await expect(describing).rejects.toThrow(kms.NotFoundException);
    },
  );
});

describe('signing', () => {
  const Message = Buffer.from('open bay 3');
  const SigningAlgorithm = 'ECDSA_SHA_256';
  let KeyId: string;
  beforeEach(async () => {
    KeyId = await deployKey('ECC_NIST_P256', 'SIGN_VERIFY');
  });

  it.each([
    ['RAW', Message],
    ['DIGEST', createHash('sha256').update(Message).digest()],
  ] as const)('of a message as %s makes DER that its public key verifies', async (MessageType, given) => {
    const signing = new kms.SignCommand({ KeyId, SigningAlgorithm, MessageType, Message: given });

    const { Signature = Buffer.alloc(0) } = await client.send(signing);
    const { PublicKey = Buffer.alloc(0) } = await client.send(new kms.GetPublicKeyCommand({ KeyId }));
    const told = await client.send(
      new kms.VerifyCommand({ KeyId, SigningAlgorithm, MessageType, Message: given, Signature }),
    );

    const publicKey = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    expect(verify('sha256', Message, publicKey, Signature)).toBe(true);
    expect(told.SignatureValid).toBe(true);
  });

  it('refuses the signature of another message', async () => {
    const { Signature } = await client.send(new kms.SignCommand({ KeyId, SigningAlgorithm, Message }));

    const verifying = client.send(
      new kms.VerifyCommand({ KeyId, SigningAlgorithm, Message: Buffer.from('open bay 4'), Signature }),
    );

    await expect(verifying).rejects.toThrow(kms.KMSInvalidSignatureException);
  });

  it('refuses a digest that is none', async () => {
    const signing = client.send(new kms.SignCommand({ KeyId, SigningAlgorithm, Message, MessageType: 'DIGEST' }));

    await expect(signing).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuses a key that is for encryption', async () => {
    const other = await deployKey('RSA_2048', 'ENCRYPT_DECRYPT');

    const signing = client.send(new kms.SignCommand({ KeyId: other, SigningAlgorithm, Message }));

    await expect(signing).rejects.toThrow(kms.InvalidKeyUsageException);
  });
});

describe('encryption', () => {
  const Plaintext = Buffer.from('a content encryption key');

  it.each([
    ['RSAES_OAEP_SHA_256', 'sha256'],
    ['RSAES_OAEP_SHA_1', 'sha1'],
  ] as const)('to an RSA key by %s is opened by it alone', async (EncryptionAlgorithm, oaepHash) => {
    const KeyId = await deployKey('RSA_2048', 'ENCRYPT_DECRYPT');
    const { PublicKey = Buffer.alloc(0) } = await client.send(new kms.GetPublicKeyCommand({ KeyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
    const CiphertextBlob = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, Plaintext);

    const opened = await client.send(new kms.DecryptCommand({ KeyId, EncryptionAlgorithm, CiphertextBlob }));
    const damaged = client.send(
      new kms.DecryptCommand({ KeyId, EncryptionAlgorithm, CiphertextBlob: Buffer.alloc(256, 1) }),
    );

    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
    await expect(damaged).rejects.toThrow(kms.InvalidCiphertextException);
  });

  it('with a symmetric key needs no key id to open, but the same context', async () => {
    const KeyId = await deployKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT');
    const EncryptionContext = { rental: 'r-1', slot: '0' };
    const { CiphertextBlob } = await client.send(new kms.EncryptCommand({ KeyId, Plaintext, EncryptionContext }));

    const opened = await client.send(
      new kms.DecryptCommand({ CiphertextBlob, EncryptionContext: { slot: '0', rental: 'r-1' } }),
    );
    const elsewhere = client.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext: { rental: 'r-2' } }));

    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Plaintext);
    await expect(elsewhere).rejects.toThrow(kms.InvalidCiphertextException);
  });

  it('hands out data keys that it can open again', async () => {
    const KeyId = await deployKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT');

    const { Plaintext: dataKey, CiphertextBlob } = await client.send(
      new kms.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }),
    );
    const opened = await client.send(new kms.DecryptCommand({ CiphertextBlob }));

    expect(dataKey).toHaveLength(32);
    expect(opened.Plaintext).toEqual(dataKey);
  });
});
