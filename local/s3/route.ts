import type { S3Request } from './request.ts';

/** Query parameters that make a request one about a part of a bucket or object; those served are routed by them. */
const SUBRESOURCES =
  'accelerate acl analytics attributes cors delete encryption intelligent-tiering inventory legal-hold lifecycle location logging metrics notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock replication requestPayment restore retention select tagging torrent uploadId uploads versioning versionId versions website'.split(
    ' ',
  );

/** What makes a route: the method, whether it concerns all buckets, one, or an object, and its subresources. */
export function routeOf({ method, bucket, key, query, headers }: S3Request): string {
  const scope = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const parts = SUBRESOURCES.filter((name) => query.has(name));
  const listing = scope === 'bucket' && method === 'GET' && query.get('list-type') === '2' ? ['list'] : [];
  const copying = method === 'PUT' && headers['x-amz-copy-source'] !== undefined ? ['copy'] : [];
  return [method, scope, ...parts, ...listing, ...copying].join(' ');
}
