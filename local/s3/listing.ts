import type { WireResponse } from '../wire/contract.ts';
import type { Directory, StoredObject } from './directory.ts';
import { s3Fault } from './faults.ts';
import type { S3Request } from './request.ts';
import { xmlResponse } from './xml.ts';

/** Where the next page begins: after a key, or after all keys that begin with a common prefix. */
interface Position {
  after: string;
  isPrefix: boolean;
}

type Entry = { key: string; object: StoredObject } | { prefix: string };

const PAGE_KEYS_MAX = 1_000;

const isAfter = (key: string, other: string): boolean => Buffer.compare(Buffer.from(key), Buffer.from(other)) > 0;

function readToken(token: string): Position {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Position;
  } catch {
    throw s3Fault('InvalidArgument', 'The continuation token provided is incorrect.');
  }
}

function startOf({ query }: S3Request): Position | undefined {
  const token = query.get('continuation-token');
  if (token !== undefined) return readToken(token);
  const after = query.get('start-after');
  return after === undefined ? undefined : { after, isPrefix: false };
}

function readMaxKeys(text: string | undefined): number {
  const wanted = Number(text ?? PAGE_KEYS_MAX);
  if (Number.isInteger(wanted) && wanted >= 0) return Math.min(wanted, PAGE_KEYS_MAX);
  throw s3Fault('InvalidArgument', `'max-keys' must be a whole number, not '${text}'.`);
}

/** The keys that begin with `prefix`; those with a delimiter after it are rolled up. */
function* entries(objects: ReturnType<Directory['objects']>, prefix: string, delimiter: string): Generator<Entry> {
  let rolledUp: string | undefined;
  for (const { key, object } of objects) {
    if (!key.startsWith(prefix)) continue;
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (at < 0) yield { key, object };
    else if (rolledUp === undefined || !key.startsWith(rolledUp)) {
      rolledUp = key.slice(0, at + delimiter.length);
      yield { prefix: rolledUp };
    }
  }
}

function positionOf(entry: Entry): Position {
  return 'key' in entry ? { after: entry.key, isPrefix: false } : { after: entry.prefix, isPrefix: true };
}

function page(directory: Directory, request: S3Request, maxKeys: number): { entries: Entry[]; next?: Position } {
  const { query, bucket } = request;
  const from = startOf(request);
  const objects = directory.objects(bucket).filter(({ key }) => {
    if (!from) return true;
    return isAfter(key, from.after) && !(from.isPrefix && key.startsWith(from.after));
  });
  const found: Entry[] = [];
  for (const entry of entries(objects, query.get('prefix') ?? '', query.get('delimiter') ?? '')) {
    const last = found.at(-1);
    if (found.length === maxKeys) return { entries: found, ...(last && { next: positionOf(last) }) };
    found.push(entry);
  }
  return { entries: found };
}

/** ListObjectsV2. */
export function listObjects(directory: Directory, request: S3Request): WireResponse {
  const { query, bucket } = request;
  directory.bucket(bucket);
  const maxKeys = readMaxKeys(query.get('max-keys'));
  const found = page(directory, request, maxKeys);
  const encoding = query.get('encoding-type');
  const told = (text: string): string => (encoding === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
  const optional = (name: string): string | undefined => {
    const value = query.get(name);
    return value === undefined ? undefined : told(value);
  };
  return xmlResponse('ListBucketResult', {
    Name: bucket,
    Prefix: told(query.get('prefix') ?? ''),
    Delimiter: optional('delimiter'),
    StartAfter: optional('start-after'),
    EncodingType: encoding,
    ContinuationToken: query.get('continuation-token'),
    MaxKeys: maxKeys,
    KeyCount: found.entries.length,
    IsTruncated: found.next !== undefined,
    NextContinuationToken: found.next && Buffer.from(JSON.stringify(found.next)).toString('base64url'),
    Contents: found.entries.flatMap((entry) =>
      'key' in entry
        ? [
            {
              Key: told(entry.key),
              LastModified: new Date(entry.object.modifiedAt).toISOString(),
              ETag: `"${entry.object.etag}"`,
              Size: entry.object.size,
              StorageClass: 'STANDARD',
            },
          ]
        : [],
    ),
    CommonPrefixes: found.entries.flatMap((entry) => ('prefix' in entry ? [{ Prefix: told(entry.prefix) }] : [])),
  });
}
