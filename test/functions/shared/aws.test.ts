import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterEach, describe, expect, it } from '@jest/globals';
import { clientSettings } from '../../../functions/shared/aws.ts';
import { type AwsEndpoint, awsError, startAwsEndpoint } from './aws-endpoint.ts';

let aws: AwsEndpoint | undefined;
afterEach(() => aws?.close());

describe('the settings of SDK clients', () => {
  it('give up on an answer that does not come', async () => {
    aws = await startAwsEndpoint(() => undefined);
    const kms = new KMSClient(clientSettings({ answerTimeoutMs: 20, maxAttempts: 1 }));

    const call = kms.send(new GetPublicKeyCommand({ KeyId: 'key' }));

    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('try a throttled call again', async () => {
    const answers = [awsError('ThrottlingException'), { body: { KeyId: 'key' } }];
    aws = await startAwsEndpoint(() => answers.shift());
    const kms = new KMSClient(clientSettings());

    const answer = await kms.send(new GetPublicKeyCommand({ KeyId: 'key' }));

    expect(answer.KeyId).toBe('key');
  });

  it('make a single attempt where that is asked for', async () => {
    aws = await startAwsEndpoint(() => awsError('ThrottlingException'));
    const kms = new KMSClient(clientSettings({ maxAttempts: 1 }));

    await expect(kms.send(new GetPublicKeyCommand({ KeyId: 'key' }))).rejects.toThrow();

    expect(aws.calls).toHaveLength(1);
  });
});
