import * as sm from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HostContext, HostModule } from '../../../local/module.ts';
import { secretsManagerModule } from '../../../local/secretsmanager/module.ts';
import { clientOf, deploy, hostContext, type Served, serve } from '../serve.ts';

let context: HostContext;
let hosted: HostModule;
let served: Served;
let client: sm.SecretsManagerClient;

beforeEach(async () => {
  context = hostContext();
  hosted = secretsManagerModule(context);
  served = await serve(hosted);
  client = new sm.SecretsManagerClient(clientOf(served) as sm.SecretsManagerClientConfig);
});

afterEach(async () => {
  client.destroy();
  await served.close();
});

const TYPE = 'AWS::SecretsManager::Secret';

async function deploySecret(properties: Record<string, unknown>, by = hosted): Promise<string> {
  const { ref } = await deploy(by, TYPE, 'Key', properties);
  return ref;
}

const read = (SecretId: string, more: Partial<sm.GetSecretValueCommandInput> = {}) =>
  client.send(new sm.GetSecretValueCommand({ SecretId, ...more }));
const put = (SecretId: string, SecretString: string, ClientRequestToken?: string) =>
  client.send(new sm.PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));

describe('a secret of the template', () => {
  it('has the value that the template gives it', async () => {
    const arn = await deploySecret({ SecretString: '{}' });

    const secret = await read(arn);

    expect(secret).toMatchObject({ ARN: arn, Name: 'Stack-Key', SecretString: '{}', VersionStages: ['AWSCURRENT'] });
    expect(arn).toMatch(/^arn:aws:secretsmanager:eu-west-1:000000000000:secret:Stack-Key-[0-9a-f]{6}$/);
  });

  it('keeps over a restart what was put past the template', async () => {
    const arn = await deploySecret({ SecretString: '{}' });
    await put(arn, 'a key');

    const sameArn = await deploySecret({ SecretString: '{}' }, secretsManagerModule(context));

    expect(sameArn).toBe(arn);
    expect((await read(arn)).SecretString).toBe('a key');
  });

  it('gets another value where the template says another one', async () => {
    const arn = await deploySecret({ SecretString: 'first' });
    await put(arn, 'a key');

    await deploySecret({ SecretString: 'second' });

    expect((await read(arn)).SecretString).toBe('second');
    expect((await read(arn, { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('a key');
  });

  it('has no value where the template gives none', async () => {
    const arn = await deploySecret({});

    await expect(read(arn)).rejects.toThrow("can't find the specified secret value for staging label: AWSCURRENT");
  });

  it('is refused where the template gives it a value and asks for one to be made', async () => {
    const deploying = deploySecret({ SecretString: 'mine', GenerateSecretString: {} });

    await expect(deploying).rejects.toThrow('The secret Key has both');
  });

  it('is found by its ARN, its name, and its ARN without the last characters', async () => {
    const arn = await deploySecret({ SecretString: 'a key', Name: 'acquirer', Description: 'A key' });

    const names = [arn, 'acquirer', arn.replace(/-[^-]+$/, '')];
    const found = await Promise.all(names.map((SecretId) => client.send(new sm.DescribeSecretCommand({ SecretId }))));
    const { SecretList = [] } = await client.send(new sm.ListSecretsCommand({}));

    expect(found.map(({ ARN }) => ARN)).toEqual([arn, arn, arn]);
    expect(Object.values(found[0]?.VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']]);
    expect(SecretList).toMatchObject([{ ARN: arn, Name: 'acquirer', Description: 'A key' }]);
  });

  it('is not found by another name', async () => {
    await deploySecret({ SecretString: 'a key' });

    await expect(read('other')).rejects.toBeInstanceOf(sm.ResourceNotFoundException);
  });
});

describe('a value that is made up', () => {
  it('is a password of 32 characters of every kind, and stays', async () => {
    const arn = await deploySecret({ GenerateSecretString: {} });
    const { SecretString: made = '' } = await read(arn);

    await deploySecret({ GenerateSecretString: {} });

    expect(made).toHaveLength(32);
    for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d ]/]) expect(made).toMatch(kind);
    expect((await read(arn)).SecretString).toBe(made);
  });

  it('leaves out what is excluded, and stands in the JSON that was asked for', async () => {
    const GenerateSecretString = {
      SecretStringTemplate: '{"user":"admin"}',
      GenerateStringKey: 'password',
      PasswordLength: 8,
      ExcludePunctuation: true,
      ExcludeUppercase: true,
      ExcludeCharacters: '0123456789a',
    };

    const arn = await deploySecret({ GenerateSecretString });

    const { SecretString = '' } = await read(arn);
    expect(JSON.parse(SecretString)).toEqual({ user: 'admin', password: expect.stringMatching(/^[b-z]{8}$/) });
  });

  it('is refused where nothing is left to make it of', async () => {
    const all = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true };

    await expect(deploySecret({ GenerateSecretString: all })).rejects.toThrow('No password can be made');
  });
});

describe('putting a value', () => {
  it('makes the one before it the previous one, each found by its id', async () => {
    const arn = await deploySecret({ SecretString: 'first' });
    const first = await read(arn);

    const { VersionId } = await put(arn, 'second');

    expect((await read(arn, { VersionId: first.VersionId })).VersionStages).toEqual(['AWSPREVIOUS']);
    expect(await read(arn, { VersionId })).toMatchObject({ SecretString: 'second', VersionStages: ['AWSCURRENT'] });
    await expect(read(arn, { VersionId, VersionStage: 'AWSPREVIOUS' })).rejects.toThrow('for VersionId');
  });

  it('does nothing when it is repeated, and refuses the same token for another value', async () => {
    const arn = await deploySecret({ SecretString: 'first' });
    const token = '00000000-0000-4000-8000-000000000001';
    const { VersionId } = await put(arn, 'second', token);

    const again = await put(arn, 'second', token);

    expect(again.VersionId).toBe(VersionId);
    expect((await read(arn, { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('first');
    await expect(put(arn, 'third', token)).rejects.toBeInstanceOf(sm.ResourceExistsException);
  });

  it('refuses what the host does not keep', async () => {
    const arn = await deploySecret({ SecretString: 'first' });
    const binary = { SecretId: arn, SecretBinary: Buffer.from('a key') };
    const labelled = { SecretId: arn, SecretString: 'a key', VersionStages: ['MINE'] };

    for (const input of [binary, labelled])
      await expect(client.send(new sm.PutSecretValueCommand(input))).rejects.toThrow('The embedded host');
  });
});
