import { constants, createHmac, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { kmsCredentialKey, kmsPepper } from '../../../functions/identity/keys.ts';
import { type AwsEndpoint, awsError, startAwsEndpoint } from '../shared/aws-endpoint.ts';
import { openWith } from './identity-keys.ts';

let aws: AwsEndpoint;
afterEach(() => aws.close());

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const sealed = publicEncrypt(
  { key: publicKey, oaepHash: 'sha256', padding: constants.RSA_PKCS1_OAEP_PADDING },
  Buffer.from('content key'),
);

/** KMS with one RSA key. */
const decrypt = ({ body }: { body: string }) => {
  const { CiphertextBlob } = JSON.parse(body) as { CiphertextBlob: string };
  const opened = openWith(privateKey, Buffer.from(CiphertextBlob, 'base64'));
  if (!opened) return awsError('InvalidCiphertextException');
  return { body: { Plaintext: Buffer.from(opened).toString('base64') } };
};

describe("the credentials' key in KMS", () => {
  it('opens what was sealed to it', async () => {
    aws = await startAwsEndpoint(decrypt);

    const opened = await kmsCredentialKey('credential-key').open(sealed, undefined);

    expect(Buffer.from(opened ?? []).toString()).toBe('content key');
    expect(aws.calls[0]?.target).toBe('Decrypt');
    expect(JSON.parse(aws.calls[0]?.body ?? '')).toMatchObject({
      KeyId: 'credential-key',
      EncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
    });
  });

  it('opens what was sealed to an older one, by its id', async () => {
    aws = await startAwsEndpoint(decrypt);

    const opened = await kmsCredentialKey('newer-key,credential-key').open(sealed, 'credential-key');

    expect(Buffer.from(opened ?? []).toString()).toBe('content key');
    expect(JSON.parse(aws.calls[0]?.body ?? '')).toMatchObject({ KeyId: 'credential-key' });
  });

  it.each(['removed-key', '', 'credential-key,newer-key'])('asks KMS for no key that is not ours: %j', async (kid) => {
    aws = await startAwsEndpoint(decrypt);

    const opened = await kmsCredentialKey('newer-key,credential-key').open(sealed, kid);

    expect(opened).toBeUndefined();
    expect(aws.calls).toEqual([]);
  });

  it('answers nothing to what was not', async () => {
    aws = await startAwsEndpoint(decrypt);

    expect(await kmsCredentialKey('credential-key').open(Buffer.alloc(256, 7), undefined)).toBeUndefined();
  });

  it('does not take a fault of KMS for one of the credential', async () => {
    aws = await startAwsEndpoint(() => awsError('KMSInvalidStateException'));

    const opening = kmsCredentialKey('credential-key').open(sealed, undefined);

    await expect(opening).rejects.toMatchObject({ name: 'KMSInvalidStateException' });
  });
});

describe('the pepper in KMS', () => {
  it('makes an HMAC with SHA-256', async () => {
    aws = await startAwsEndpoint(({ body }) => {
      const message = Buffer.from((JSON.parse(body) as { Message: string }).Message, 'base64');
      return { body: { Mac: createHmac('sha256', 'pepper').update(message).digest('base64') } };
    });

    const mac = await kmsPepper('pepper-key').mac('636001/A1234');

    expect(Buffer.from(mac)).toEqual(createHmac('sha256', 'pepper').update('636001/A1234').digest());
    expect(aws.calls[0]?.target).toBe('GenerateMac');
    expect(JSON.parse(aws.calls[0]?.body ?? '')).toMatchObject({ KeyId: 'pepper-key', MacAlgorithm: 'HMAC_SHA_256' });
  });

  it('says so when KMS answers without one', async () => {
    aws = await startAwsEndpoint(() => ({ body: {} }));

    await expect(kmsPepper('pepper-key').mac('x')).rejects.toThrow('without a MAC of the key pepper-key');
  });
});
