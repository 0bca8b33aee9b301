import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { withoutMethods } from '../../../infra/lean/left-out.ts';
import { bundledText } from './bundled.ts';

const TEXT = `
  export { KMSClient } from '@aws-sdk/client-kms';
  export { PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
  export { Logger } from '@aws-lambda-powertools/logger';
  export { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
`;

interface Bundled {
  KMSClient: typeof KMSClient;
  S3Client: typeof S3Client;
  PutBucketTaggingCommand: typeof PutBucketTaggingCommand;
  Logger: typeof Logger;
  JwtVerifier: typeof JwtVerifier;
}

const SETTINGS = { region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' } };
/** Nothing listens there: whatever gets as far as a request fails in another way. */
const NOWHERE = { ...SETTINGS, endpoint: 'http://127.0.0.1:9', forcePathStyle: true, maxAttempts: 1 };

let bundled: Bundled;
beforeAll(async () => {
  bundled = await bundledText<Bundled>(TEXT);
});

describe('what libraries lack in bundles', () => {
  it('is said by name where somebody asks for it', async () => {
    const tagging = new bundled.PutBucketTaggingCommand({ Bucket: 'b', Tagging: { TagSet: [] } });
    const verifier = bundled.JwtVerifier.create({ issuer: 'i', audience: 'a', jwksUri: 'https://keys.invalid/' });

    const answers = [
      () => new bundled.S3Client(NOWHERE).send(tagging),
      async () => new bundled.KMSClient({ ...SETTINGS, extensions: [{ configure() {} }] }),
      async () => new bundled.KMSClient({ ...SETTINGS, logger: console }),
      async () => verifier.verify('a.b.c', {} as never),
      async () => new bundled.Logger().createChild(),
    ].map((ask) => ask().then(String, (error: Error) => error.message));

    expect(await Promise.all(answers)).toEqual([
      'This bundle was made without bodies in XML: see infra/lean/sdk.ts.',
      'This bundle was made without extensions: see infra/lean/sdk.ts.',
      'This bundle keeps no log of calls: see infra/lean/sdk.ts.',
      'verify is left out by infra/lean/libraries.ts.',
      'createChild is left out by infra/lean/libraries.ts.',
    ]);
  });

  it('is no setting of the machine that they run on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'freewheel-lean-'));
    const file = join(folder, 'config');
    writeFileSync(file, '[default]\nmax_attempts = 9\n');
    process.env['AWS_CONFIG_FILE'] = file;

    const attempts = await new bundled.KMSClient(SETTINGS).config.maxAttempts();

    delete process.env['AWS_CONFIG_FILE'];
    rmSync(folder, { recursive: true });
    expect(attempts).toBe(3);
  });

  it('is not left out of a class that has it no more', () => {
    expect(() => withoutMethods('class A {\n    one() {\n    }\n}', ['two'])).toThrow('no method two to leave out');
  });
});
