import type { WireRequest } from '../wire/contract.ts';
import { queryPairs } from '../wire/query.ts';
import { s3Fault } from './faults.ts';

/** A request of S3, with its bucket and key told apart. */
export interface S3Request {
  method: string;
  /** Empty for what concerns all buckets. */
  bucket: string;
  /** Empty for what concerns a whole bucket. */
  key: string;
  query: Map<string, string>;
  /** Names in lower case. What a presigned URL moved from the `x-amz-` headers into the query is among them. */
  headers: Record<string, string>;
  body: Buffer;
}

const KEY_BYTES_MAX = 1_024;

/** The bucket in a virtual-hosted request: `photos.s3.eu-west-1.amazonaws.com`, `photos.localhost:4566`. */
function bucketOfHost(host = ''): string | undefined {
  const name = host.replace(/:\d+$/, '');
  return /^(.+)\.s3[.-]/.exec(name)?.[1] ?? (/^s3[.-]/.test(name) ? undefined : /^(.+)\.localhost$/.exec(name)?.[1]);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Fault('InvalidURI', `The path '${text}' cannot be decoded.`);
  }
}

/** The bucket of a request, whatever else is wrong with it; empty where it names none. */
export function bucketOf({ headers, path }: Pick<WireRequest, 'headers' | 'path'>): string {
  return bucketOfHost(headers['host']) ?? path.split('/')[1] ?? '';
}

export function readRequest({ method, path, query, headers, body }: WireRequest): S3Request {
  const pairs = queryPairs(query);
  const hoisted = pairs
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name]) => name?.startsWith('x-amz-'));
  const hosted = bucketOfHost(headers['host']);
  const [, first = '', rest = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const key = decode(hosted === undefined ? rest : path.slice(1));
  if (Buffer.byteLength(key) > KEY_BYTES_MAX) throw s3Fault('KeyTooLongError', 'Your key is too long.');
  return {
    method,
    bucket: hosted ?? decode(first),
    key,
    query: new Map(pairs),
    headers: { ...Object.fromEntries(hoisted), ...headers },
    body,
  };
}
