import * as s3 from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Bench, Bucket, Key, makeBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.close());

describe('an upload in parts', () => {
  const size = 5 * 1024 ** 2;
  const parts = [Buffer.alloc(size, 'a'), Buffer.alloc(size, 'b'), Buffer.from('the end')];

  const uploadParts = async (UploadId: string) =>
    Promise.all(
      parts.map(async (part, at) => {
        const command = new s3.UploadPartCommand({ Bucket, Key, UploadId, PartNumber: at + 1, Body: part });
        const { ETag } = await bench.client.send(command);
        return { ETag, PartNumber: at + 1 };
      }),
    );

  const begin = async (): Promise<string> => {
    const input = { Bucket, Key, ContentType: 'video/mp4' };
    const { UploadId = '' } = await bench.client.send(new s3.CreateMultipartUploadCommand(input));
    return UploadId;
  };

  it('becomes one object once it is completed', async () => {
    const UploadId = await begin();
    const Parts = await uploadParts(UploadId);

    const complete = new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
    const { ETag } = await bench.client.send(complete);
    const found = await bench.get();

    expect(found.ContentType).toBe('video/mp4');
    expect(found.ContentLength).toBe(2 * size + 7);
    expect(found.text?.slice(-10)).toBe('bbbthe end');
    expect(ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(bench.files()).toHaveLength(1);
  });

  it('takes parts of other objects', async () => {
    await bench.put({ Key: 'source' });
    const UploadId = await begin();
    const CopySource = `${Bucket}/source`;

    const { CopyPartResult } = await bench.client.send(
      new s3.UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber: 1, CopySource, CopySourceRange: 'bytes=2-6' }),
    );
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await bench.client.send(
      new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );

    expect((await bench.get()).text).toBe('photo');
  });

  it('leaves nothing once it is aborted', async () => {
    const UploadId = await begin();
    await uploadParts(UploadId);

    await bench.client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    const late = uploadParts(UploadId);

    await expect(late).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect(bench.files()).toEqual([]);
  });

  it.each([
    ['InvalidPart', [{ PartNumber: 1, ETag: '"none"' }]],
    ['InvalidPart', [{ PartNumber: 9, ETag: '"none"' }]],
    [
      'InvalidPartOrder',
      [
        { PartNumber: 2, ETag: '"b"' },
        { PartNumber: 1, ETag: '"a"' },
      ],
    ],
  ])('is refused as %s with the parts %j', async (name, Parts) => {
    const UploadId = await begin();
    await uploadParts(UploadId);

    const complete = new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } });

    await expect(bench.client.send(complete)).rejects.toMatchObject({ name });
  });
});
