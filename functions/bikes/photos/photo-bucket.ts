import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../../shared/aws.ts';
import { PhotoId } from '../../shared/fields.ts';
import { SIGNATURE_BYTES } from './photo-type.ts';

/** What the bucket says of an object, and its first bytes. */
export interface StoredObject {
  mediaType: string | undefined;
  bytes: number;
  /** In lower-case hexadecimal; of what came to the bucket without a checksum there is none. */
  sha256: string | undefined;
  firstBytes: Uint8Array;
}

/** Reads of photos what must be known of them. */
export interface PhotoBucket {
  inspect(photoId: string): Promise<StoredObject>;
}

/** One key for a photo, whatever its type: so that there is one photo of an id, and it is never written over. */
export const photoObject = (photoId: string) => `photos/${photoId}`;

/** The photo that is at a key; undefined for what is no photo's key. */
export function photoAt(key: string): string | undefined {
  const id = PhotoId.safeParse(key.slice('photos/'.length)).data;
  return id !== undefined && key === photoObject(id) ? id : undefined;
}

/**
 * A client of S3. Other hosts than AWS take the bucket in the path, since no name server knows a host for each bucket;
 * and only checksums that are asked for are made, since a presigned URL would sign that of no body.
 */
export function photoClient(): S3Client {
  return new S3Client({
    ...clientSettings(),
    forcePathStyle: Boolean(process.env['AWS_ENDPOINT_URL']),
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
}

export function s3PhotoBucket(Bucket: string, client = photoClient()): PhotoBucket {
  return {
    async inspect(photoId) {
      const object = { Bucket, Key: photoObject(photoId) };
      const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' }));
      const start = await client.send(new GetObjectCommand({ ...object, Range: `bytes=0-${SIGNATURE_BYTES - 1}` }));
      return {
        mediaType: head.ContentType,
        bytes: head.ContentLength ?? 0,
        sha256: head.ChecksumSHA256 && Buffer.from(head.ChecksumSHA256, 'base64').toString('hex'),
        firstBytes: (await start.Body?.transformToByteArray()) ?? new Uint8Array(),
      };
    },
  };
}
