import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { instant } from '../../../seams/clock.ts';
import type { UploadGranted } from '../photo-contract.ts';
import type { PhotoContent } from './photo.ts';
import { photoClient, photoObject } from './photo-bucket.ts';

/** Leave to put one photo in its place, or to look at one, for whoever has the link. */
export interface PhotoLinks {
  /** One PUT of just this content, where there is none yet. */
  toUpload(photoId: string, content: PhotoContent, nowMs: number): Promise<UploadGranted>;
  toView(photoId: string, nowMs: number): Promise<{ url: string; expiresAt: string }>;
}

/** Kiosks and mechanics' pages use their link at once, as whoever looks at a photo does. */
const LINK_SECONDS = 60;

/**
 * Presigned URLs. S3 verifies each header that is signed: with the type and the length, the SHA-256 and the condition
 * that there is nothing yet, an upload is what was announced, or is refused. What the presigner would move into the
 * query, where it is not compared with the request, or would leave out, is named.
 */
export function s3PhotoLinks(Bucket: string, client: S3Client = photoClient()): PhotoLinks {
  const lasting = (nowMs: number) => ({ expiresIn: LINK_SECONDS, signingDate: instant(nowMs) });
  const expiresAt = (nowMs: number) => instant(Math.floor(nowMs / 1000) * 1000 + LINK_SECONDS * 1000);
  return {
    async toUpload(photoId, { mediaType, bytes, sha256 }, nowMs) {
      const headers = {
        'content-type': mediaType,
        'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
        'if-none-match': '*',
      };
      const put = new PutObjectCommand({
        Bucket,
        Key: photoObject(photoId),
        ContentType: mediaType,
        ContentLength: bytes,
        ChecksumSHA256: headers['x-amz-checksum-sha256'],
        IfNoneMatch: '*',
      });
      const signed = new Set([...Object.keys(headers), 'content-length', 'host']);
      const url = await getSignedUrl(client, put, {
        ...lasting(nowMs),
        signableHeaders: signed,
        unhoistableHeaders: signed,
      });
      return { url, headers, expiresAt: expiresAt(nowMs) };
    },
    async toView(photoId, nowMs) {
      const get = new GetObjectCommand({ Bucket, Key: photoObject(photoId) });
      return { url: await getSignedUrl(client, get, lasting(nowMs)), expiresAt: expiresAt(nowMs) };
    },
  };
}
