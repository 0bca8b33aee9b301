import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as s3 from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { s3Module } from '../../../local/s3/module.ts';
import { clientOf, serve } from '../serve.ts';
import { type Bench, Body, Bucket, Key, makeBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.close());

describe('an object', () => {
  it('comes back with its content, type and metadata', async () => {
    await bench.put({ ContentType: 'image/jpeg', Metadata: { rental: 'r-1' }, CacheControl: 'no-store' });

    const found = await bench.get();
    const head = await bench.client.send(new s3.HeadObjectCommand({ Bucket, Key }));

    expect(found.text).toBe(Body.toString());
    expect(found).toMatchObject({ ContentType: 'image/jpeg', Metadata: { rental: 'r-1' }, CacheControl: 'no-store' });
    expect(found.ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`);
    expect(head).toMatchObject({ ContentLength: Body.length, ContentType: 'image/jpeg', ETag: found.ETag });
  });

  it('survives a restart, and what was half written does not', async () => {
    await bench.put();
    const halfWritten = join(bench.context.dataDir, 's3', 'half-written.part');
    writeFileSync(halfWritten, 'a photo of');

    const restarted = s3Module(bench.context, bench.hooks);
    await restarted.start?.();
    const again = await serve(restarted);
    const reader = new s3.S3Client(clientOf(again) as s3.S3ClientConfig);
    const { Body: found } = await reader.send(new s3.GetObjectCommand({ Bucket, Key }));
    const text = await found?.transformToString();
    reader.destroy();
    await again.close();

    expect(text).toBe(Body.toString());
    expect(bench.files()).toHaveLength(1);
  });

  it('is replaced without leaving its old content on the disk', async () => {
    await bench.put();
    await bench.put({ Body: 'another photo' });

    const { text } = await bench.get();

    expect(text).toBe('another photo');
    expect(bench.files()).toHaveLength(1);
  });

  it.each([
    ['bytes=2-6', 'photo', 'bytes 2-6/17'],
    ['bytes=13-', 'bike', 'bytes 13-16/17'],
    ['bytes=-4', 'bike', 'bytes 13-16/17'],
    ['bytes=13-999', 'bike', 'bytes 13-16/17'],
  ])('is read in part by %s', async (Range, expected, ContentRange) => {
    await bench.put();

    const found = await bench.get({ Range });

    expect(found).toMatchObject({ text: expected, ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  it('cannot be read beyond its end', async () => {
    await bench.put();

    const reading = bench.get({ Range: 'bytes=17-' });

    await expect(reading).rejects.toMatchObject({ name: 'InvalidRange', $metadata: { httpStatusCode: 416 } });
  });

  it('is written by one of many that want to be the first', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => bench.put({ IfNoneMatch: '*' })));

    const lost = tries.filter((each) => each.status === 'rejected').map((each) => each.reason.name);
    expect(lost).toEqual(Array(9).fill('PreconditionFailed'));
    expect(bench.files()).toHaveLength(1);
  });

  it('is not sent to who has it, nor replaced by who has another', async () => {
    const { ETag = '' } = await bench.put();

    const reading = bench.get({ IfNoneMatch: ETag });
    const writing = bench.put({ IfMatch: '"another"' });

    await expect(reading).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(writing).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('is copied with its metadata, or with new ones', async () => {
    await bench.put({ Metadata: { rental: 'r-1' } });
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}`;

    await bench.client.send(new s3.CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    const replace = { MetadataDirective: 'REPLACE', Metadata: { rental: 'r-2' } } as const;
    await bench.client.send(new s3.CopyObjectCommand({ Bucket, Key: 'other', CopySource, ...replace }));

    expect(await bench.get({ Key: 'copy' })).toMatchObject({ text: Body.toString(), Metadata: { rental: 'r-1' } });
    expect(await bench.get({ Key: 'other' })).toMatchObject({ text: Body.toString(), Metadata: { rental: 'r-2' } });
  });

  it.each([
    ['NoSuchKey', { Key: 'none' }],
    ['NoSuchBucket', { Bucket: 'none' }],
  ])('that is not there is told as %s', async (name, more) => {
    const reading = bench.get(more);

    await expect(reading).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 404 } });
  });

  it('has its errors told as XML with resource and request id', async () => {
    const { status, text } = await bench.raw('GET', `/${Bucket}/none`);

    expect(status).toBe(404);
    expect(text).toMatch(
      /<Error><Code>NoSuchKey<\/Code><Message>.+<\/Message><Resource>\/photos\/none<\/Resource><RequestId>.+<\/RequestId><\/Error>/,
    );
  });

  it.each(['acl', 'retention', 'versionId'])('has no subresource %s, and says so', async (name) => {
    const { status, text } = await bench.raw('GET', `/${Bucket}/${encodeURIComponent(Key)}?${name}=1`);

    expect(status).toBe(501);
    expect(text).toContain(`GET object ${name}`);
  });

  it('is found by the host name of its bucket', async () => {
    await bench.put({ Key: 'a/b' });

    const read = await bench.hosted.services['s3']?.(
      { method: 'GET', path: '/a/b', query: '', headers: { host: 'photos.localhost:4566' }, body: Buffer.alloc(0) },
      { kind: 'operator', name: 'operator' },
    );

    expect(read?.body.toString()).toBe(Body.toString());
  });
});
