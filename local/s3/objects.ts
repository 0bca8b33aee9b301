import { createHash } from 'node:crypto';
import type { Clock } from '../../seams/clock.ts';
import type { WireResponse } from '../wire/contract.ts';
import type { Bodies } from './bodies.ts';
import { checkBody } from './check-body.ts';
import { checkWrite } from './conditions.ts';
import type { Directory, StoredObject } from './directory.ts';
import { s3Fault } from './faults.ts';
import type { S3Request } from './request.ts';
import { xmlResponse } from './xml.ts';

/** What the operations on objects work with. */
export interface ObjectTools {
  directory: Directory;
  bodies: Bodies;
  clock: Clock;
  /** Tells of a new object whose record says that it must be told. */
  announce(bucket: string, key: string): void;
}

/** Headers of a request that are kept with the object and answered with it. */
const KEPT = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

const EMPTY = Buffer.alloc(0);

export function keptHeaders(headers: Record<string, string>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => KEPT.includes(name) || name.startsWith('x-amz-meta-'));
  return { 'content-type': 'binary/octet-stream', ...Object.fromEntries(kept) };
}

export function empty(status: number, headers: Record<string, string> = {}): WireResponse {
  return { status, headers, body: EMPTY };
}

export interface NewObject {
  bucket: string;
  key: string;
  /** Those of the request, with its conditions. */
  conditions: Record<string, string>;
  record: Omit<StoredObject, 'modifiedAt' | 'unannounced'>;
  reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';
}

/**
 * Puts a body that is written already in its place. The conditions are looked at in the same turn of the event loop
 * as the change is made, so of many writers with `If-None-Match: *` one wins.
 */
export async function commit(
  tools: ObjectTools,
  { bucket, key, conditions, record, reason }: NewObject,
): Promise<StoredObject> {
  const { directory, bodies, clock, announce } = tools;
  const place = (): { object: StoredObject; before: StoredObject | undefined } => {
    const { notifies } = directory.bucket(bucket);
    const before = directory.find(bucket, key);
    checkWrite(conditions, before);
    const object = { ...record, modifiedAt: clock.now(), ...(notifies && { unannounced: reason }) };
    directory.put(bucket, key, object);
    return { object, before };
  };
  const placeOrForget = async (): Promise<ReturnType<typeof place>> => {
    try {
      return place();
    } catch (fault) {
      await bodies.remove(record.body);
      throw fault;
    }
  };
  const { object, before } = await placeOrForget();
  announce(bucket, key);
  if (before) await bodies.remove(before.body).catch(() => undefined); // The next start removes it, then.
  return object;
}

export async function putObject(tools: ObjectTools, request: S3Request): Promise<WireResponse> {
  const { bucket, key, headers, body } = request;
  tools.directory.bucket(bucket);
  if (headers['x-amz-tagging']) throw s3Fault('NotImplemented', 'The embedded host keeps no tags of objects.');
  const checksums = checkBody(request);
  checkWrite(headers, tools.directory.find(bucket, key));
  const etag = createHash('md5').update(body).digest('hex');
  const written = await tools.bodies.write([body]);
  const record = { body: written, size: body.length, etag, headers: keptHeaders(headers), checksums };
  await commit(tools, { bucket, key, conditions: headers, record, reason: 'PutObject' });
  return empty(200, { etag: `"${etag}"`, ...checksums });
}

/** What a copy is made of, by its header. Throws `InvalidArgument`. */
export function copySource(header: string): { bucket: string; key: string } {
  const [path = '', versions] = header.split('?');
  const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path)) ?? [];
  if (versions !== undefined) throw s3Fault('NotImplemented', 'The embedded host keeps no versions of objects.');
  if (key !== '') return { bucket, key };
  throw s3Fault('InvalidArgument', "'x-amz-copy-source' is a bucket, a slash and a key.");
}

/** The object at a key. Throws `NoSuchBucket` or `NoSuchKey`. */
export function existing(directory: Directory, bucket: string, key: string): StoredObject {
  directory.bucket(bucket);
  const object = directory.find(bucket, key);
  if (object) return object;
  throw s3Fault('NoSuchKey', 'The specified key does not exist.');
}

export async function copyObject(tools: ObjectTools, request: S3Request): Promise<WireResponse> {
  const { bucket, key, headers } = request;
  const source = copySource(headers['x-amz-copy-source'] ?? '');
  const { body, size, etag, checksums, headers: kept } = existing(tools.directory, source.bucket, source.key);
  const content = await tools.bodies.read(body);
  const replaced = headers['x-amz-metadata-directive'] === 'REPLACE' ? keptHeaders(headers) : kept;
  const copied = await tools.bodies.write([content]);
  const record = { body: copied, size, etag, checksums, headers: replaced };
  const { modifiedAt } = await commit(tools, { bucket, key, conditions: headers, record, reason: 'CopyObject' });
  return xmlResponse('CopyObjectResult', { LastModified: new Date(modifiedAt).toISOString(), ETag: `"${etag}"` });
}

/** Removes an object, if it is there; whether it was makes no difference to S3. */
export async function deleteObject(
  { directory, bodies }: ObjectTools,
  { bucket, key, headers }: S3Request,
): Promise<WireResponse> {
  directory.bucket(bucket);
  const found = directory.find(bucket, key);
  checkWrite({ ...(headers['if-match'] !== undefined && { 'if-match': headers['if-match'] }) }, found);
  directory.delete(bucket, key);
  if (found) await bodies.remove(found.body);
  return empty(204);
}
