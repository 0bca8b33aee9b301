import type { WireResponse } from '../wire/contract.ts';
import { isNotModified, readRange } from './conditions.ts';
import type { StoredObject } from './directory.ts';
import { empty, existing, type ObjectTools } from './objects.ts';
import type { S3Request } from './request.ts';

/** Query parameters of GetObject that take the place of what the object says of itself. */
const OVERRIDES = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

function overrides(query: Map<string, string>): Record<string, string> {
  const given = OVERRIDES.map((name) => [name, query.get(`response-${name}`)]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function validators({ etag, modifiedAt }: StoredObject): Record<string, string> {
  return { etag: `"${etag}"`, 'last-modified': new Date(modifiedAt).toUTCString(), 'accept-ranges': 'bytes' };
}

/** An object that is replaced while it is read has lost its body by then: the new one is read instead. */
async function readBody({ directory, bodies }: ObjectTools, { bucket, key }: S3Request, object: StoredObject) {
  try {
    return { object, body: await bodies.read(object.body) };
  } catch (fault) {
    const now = existing(directory, bucket, key);
    if (now.body === object.body) throw fault;
    return { object: now, body: await bodies.read(now.body) };
  }
}

/** GetObject and HeadObject, whole or a range, with HTTP's conditions. */
export async function readObject(tools: ObjectTools, request: S3Request): Promise<WireResponse> {
  const { bucket, key, headers, query, method } = request;
  const found = existing(tools.directory, bucket, key);
  if (isNotModified(headers, found)) return empty(304, validators(found));
  const range = readRange(headers['range'], found.size);
  const isHead = method === 'HEAD';
  const { object, body } = isHead ? { object: found, body: Buffer.alloc(0) } : await readBody(tools, request, found);
  const asked = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' && !range;
  const length = range ? range.last - range.first + 1 : object.size;
  return {
    status: range ? 206 : 200,
    headers: {
      ...object.headers,
      ...validators(object),
      ...(asked && object.checksums),
      ...(range && { 'content-range': `bytes ${range.first}-${range.last}/${object.size}` }),
      ...overrides(query),
      'content-length': String(length),
    },
    body: range && !isHead ? body.subarray(range.first, range.last + 1) : body,
  };
}
