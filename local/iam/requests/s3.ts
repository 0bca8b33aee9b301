import { copySource } from '../../s3/objects.ts';
import { readRequest } from '../../s3/request.ts';
import { routeOf } from '../../s3/route.ts';
import type { Asking } from './asking.ts';

/** By the service's own routes. HEAD is a GET that leaves the content away, and needs the same permission. */
const ON_OBJECT: Record<string, string> = {
  'GET object': 's3:GetObject',
  'HEAD object': 's3:GetObject',
  'PUT object': 's3:PutObject',
  'PUT object copy': 's3:PutObject',
  'DELETE object': 's3:DeleteObject',
  'GET object tagging': 's3:GetObjectTagging',
  'POST object uploads': 's3:PutObject',
  'PUT object partNumber uploadId': 's3:PutObject',
  'POST object uploadId': 's3:PutObject',
  'DELETE object uploadId': 's3:AbortMultipartUpload',
};

const ON_BUCKET: Record<string, string> = {
  'HEAD bucket': 's3:ListBucket',
  'GET bucket list': 's3:ListBucket',
  'GET bucket location': 's3:GetBucketLocation',
  'GET bucket policy': 's3:GetBucketPolicy',
};

/** Amazon S3 User Guide, "Required permissions for Amazon S3 API operations". */
export const s3Asking: Asking = (wire) => {
  const request = readRequest(wire);
  const route = routeOf(request);
  const bucket = `arn:aws:s3:::${request.bucket}`;
  if (Object.hasOwn(ON_BUCKET, route)) return [{ action: ON_BUCKET[route] ?? '', resource: bucket }];
  if (!Object.hasOwn(ON_OBJECT, route)) return undefined;
  const written = { action: ON_OBJECT[route] ?? '', resource: `${bucket}/${request.key}` };
  if (route !== 'PUT object copy') return [written];
  const source = copySource(request.headers['x-amz-copy-source'] ?? '');
  return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${source.bucket}/${source.key}` }, written];
};
