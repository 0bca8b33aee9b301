import { createHash } from 'node:crypto';
import * as s3 from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientOf } from '../serve.ts';
import { type Bench, Body, Bucket, Key, makeBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.close());

describe('what a request states of its body', () => {
  it.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
    'is checked and given back: %s',
    async (ChecksumAlgorithm) => {
      const field = `Checksum${ChecksumAlgorithm}` as const;

      const written = await bench.put({ ChecksumAlgorithm });
      const found = await bench.get({ ChecksumMode: 'ENABLED' });

      expect(written[field]).toMatch(/=$/);
      expect(found[field]).toBe(written[field]);
    },
  );

  it.each([
    ['BadDigest', { 'content-md5': createHash('md5').update('other').digest('base64') }],
    ['InvalidDigest', { 'content-md5': 'none' }],
    ['BadDigest', { 'x-amz-checksum-sha256': createHash('sha256').update('other').digest('base64') }],
    ['BadDigest', { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }],
    ['XAmzContentSHA256Mismatch', { 'x-amz-content-sha256': createHash('sha256').update('other').digest('hex') }],
    ['IncompleteBody', { 'x-amz-decoded-content-length': '3' }],
  ])('is refused as %s where it does not fit %j', async (code, headers) => {
    const { status, text } = await bench.raw('PUT', `/${Bucket}/wrong`, headers, Body);

    expect(status).toBe(400);
    expect(text).toContain(`<Code>${code}</Code>`);
    await expect(bench.get({ Key: 'wrong' })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('holds for a presigned URL: its content is the one that was signed, and comes once', async () => {
    const sha256 = createHash('sha256').update(Body).digest('base64');
    const signing = new s3.S3Client({
      ...(clientOf(bench) as s3.S3ClientConfig),
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    const command = new s3.PutObjectCommand({ Bucket, Key, ChecksumSHA256: sha256, IfNoneMatch: '*' });
    const url = await getSignedUrl(signing, command, {
      unhoistableHeaders: new Set(['x-amz-checksum-sha256', 'if-none-match']),
      signableHeaders: new Set(['x-amz-checksum-sha256', 'if-none-match', 'host']),
    });
    signing.destroy();
    const upload = async (body: string): Promise<number> => {
      const headers = { 'x-amz-checksum-sha256': sha256, 'if-none-match': '*' };
      return (await fetch(url, { method: 'PUT', headers, body })).status;
    };

    const other = await upload('another photo');
    const right = await upload(Body.toString());
    const twice = await upload(Body.toString());

    expect([other, right, twice]).toEqual([400, 200, 412]);
  });
});
