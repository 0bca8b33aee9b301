import { createHash } from 'node:crypto';
import { CHECKSUMS } from './checksums.ts';
import { s3Fault } from './faults.ts';
import type { S3Request } from './request.ts';

/** S3's limit for one PUT ("Amazon S3 multipart upload limits"). */
const PUT_BYTES_MAX = 5 * 1024 ** 3;

function checkLength({ headers, body }: S3Request, bytesMax: number): void {
  const stated = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (stated !== undefined && Number(stated) !== body.length) {
    throw s3Fault('IncompleteBody', `The request states ${stated} bytes; ${body.length} came.`);
  }
  if (body.length <= bytesMax) return;
  throw s3Fault('EntityTooLarge', `${body.length} bytes are more than the ${bytesMax} that one request may hold.`);
}

function checkSignedHash({ headers, body }: S3Request): void {
  const stated = headers['x-amz-content-sha256'];
  if (stated === undefined || stated === 'UNSIGNED-PAYLOAD' || stated.startsWith('STREAMING-')) return;
  if (createHash('sha256').update(body).digest('hex') === stated) return;
  throw s3Fault('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' does not match what was computed.");
}

function checkMd5({ headers, body }: S3Request): void {
  const stated = headers['content-md5'];
  if (stated === undefined) return;
  const bytes = Buffer.from(stated, 'base64');
  if (bytes.length !== 16) throw s3Fault('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  if (createHash('md5').update(body).digest().equals(bytes)) return;
  throw s3Fault('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

/**
 * Holds a body to all that its request states of it: length, hash, MD5 and checksums, whether they come as headers,
 * as trailers or in a presigned URL. Throws S3's error for what does not fit.
 *
 * @returns the checksums that were stated, by header
 */
export function checkBody(request: S3Request, bytesMax = PUT_BYTES_MAX): Record<string, string> {
  checkLength(request, bytesMax);
  checkSignedHash(request);
  checkMd5(request);
  const stated = Object.entries(request.headers).filter(([name]) => Object.hasOwn(CHECKSUMS, name));
  for (const [name, value] of stated) {
    if (CHECKSUMS[name]?.(request.body).toString('base64') === value) continue;
    const algorithm = name.replace('x-amz-checksum-', '').toUpperCase();
    throw s3Fault('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return Object.fromEntries(stated);
}
