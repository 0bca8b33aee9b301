import { createHash } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { UploadGranted } from '../../../functions/bikes/photo-contract.ts';
import { s3PhotoBucket } from '../../../functions/bikes/photos/photo-bucket.ts';
import { s3PhotoLinks } from '../../../functions/bikes/photos/photo-links.ts';
import { s3Module } from '../../../local/s3/module.ts';
import { createCredentials } from '../../../local/wire/credentials.ts';
import { createGateway } from '../../../local/wire/gateway.ts';
import { answerWith, listen } from '../../../local/wire/server.ts';
import { type Clock, systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';
import { anyone, deploy, hostContext } from '../../local/serve.ts';

const Bucket = 'photos';

/** A small photo of a type: its signature, and something that stands for the picture. */
export const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('a bike in a hatch')]);

/** What a kiosk announces of a photo. */
export const announced = (bytes: Uint8Array, mediaType: 'image/png' | 'image/jpeg' = 'image/png') => ({
  mediaType,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** Uses a grant as a kiosk does, with other headers where the test wants them. Answers the status. */
export async function upload(grant: UploadGranted, bytes: Uint8Array, other: Record<string, string> = {}) {
  const body = new Uint8Array(bytes);
  return (await fetch(grant.url, { method: 'PUT', headers: { ...grant.headers, ...other }, body })).status;
}

/**
 * The embedded host's S3, on `clock`, with a bucket of photos. Links are signed with a key that the host has issued, as
 * functions hold one, so that their signatures and their time are verified.
 */
export async function photoPlace(clock: Clock) {
  const created: { detail: { object: { key: string } } }[] = [];
  const hooks = { publish: (entry: unknown) => void created.push(entry as (typeof created)[number]) };
  const hosted = s3Module(hostContext({ clock }), hooks);
  const credentials = createCredentials(systemRandom);
  const gateway = createGateway({
    services: hosted.services,
    credentials,
    admit: anyone,
    clock,
    random: systemRandom,
    log: () => undefined,
  });
  const log = (line: string) => console.error(line);
  const answer = answerWith(gateway.handle, log);
  const server = await listen({ port: 0, portVariable: 'AWS_PORT', answer, clock: systemClock });
  const settings = {
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'eu-west-1',
    maxAttempts: 1,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED' as const,
  };
  const operator = new S3Client({ ...settings, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  const signing = new S3Client({
    ...settings,
    credentials: credentials.issue({ kind: 'function', name: 'grant-upload' }),
  });
  await deploy(hosted, 'AWS::S3::Bucket', 'Photos', {
    BucketName: Bucket,
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  });
  return {
    bucket: s3PhotoBucket(Bucket, operator),
    links: s3PhotoLinks(Bucket, signing),
    /** The details of `Object Created`, oldest first. */
    created: () => created.map(({ detail }) => detail),
    /** Puts something there past all grants. */
    put: (Key: string, Body: Uint8Array, ContentType: string) =>
      operator.send(new PutObjectCommand({ Bucket, Key, Body, ContentType, ChecksumAlgorithm: 'SHA256' })),
    close: async () => {
      operator.destroy();
      signing.destroy();
      await server.close();
    },
  };
}
export type PhotoPlace = Awaited<ReturnType<typeof photoPlace>>;
