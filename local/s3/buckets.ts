import type { Clock } from '../../seams/clock.ts';
import type { WireResponse } from '../wire/contract.ts';
import type { Directory } from './directory.ts';
import { s3Fault } from './faults.ts';
import { deleteObject, empty, type ObjectTools } from './objects.ts';
import type { S3Request } from './request.ts';
import { requiredText, textOf, within, xmlResponse } from './xml.ts';

/** DeleteObjects takes a thousand keys at a time. */
const DELETED_KEYS_MAX = 1_000;

export function listBuckets(directory: Directory, account: string): WireResponse {
  const Bucket = directory.buckets().map(({ name, createdAt }) => ({
    Name: name,
    CreationDate: new Date(createdAt).toISOString(),
  }));
  return xmlResponse('ListAllMyBucketsResult', { Owner: { ID: account }, Buckets: { Bucket } });
}

export function createBucket(directory: Directory, clock: Clock, name: string): WireResponse {
  if (directory.hasBucket(name)) {
    throw s3Fault('BucketAlreadyOwnedByYou', 'The bucket exists already, and you own it.');
  }
  directory.putBucket({ name, createdAt: clock.now(), notifies: false });
  return empty(200, { location: `/${name}` });
}

export function deleteBucket(directory: Directory, name: string): WireResponse {
  directory.bucket(name);
  if (directory.objects(name).length > 0)
    throw s3Fault('BucketNotEmpty', 'The bucket you tried to delete is not empty.');
  directory.deleteBucket(name);
  return empty(204);
}

export function headBucket(directory: Directory, name: string, region: string): WireResponse {
  directory.bucket(name);
  return empty(200, { 'x-amz-bucket-region': region });
}

/** Buckets of us-east-1 have no location constraint: S3's oldest region had no name. */
export function bucketLocation(directory: Directory, name: string, region: string): WireResponse {
  directory.bucket(name);
  const text = region === 'us-east-1' ? '' : region;
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${text}</LocationConstraint>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(xml) };
}

export function bucketPolicy(directory: Directory, name: string): WireResponse {
  directory.bucket(name);
  const policy = directory.policy(name);
  if (policy === undefined) throw s3Fault('NoSuchBucketPolicy', 'The bucket policy does not exist.');
  return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(policy)) };
}

export async function deleteObjects(tools: ObjectTools, request: S3Request): Promise<WireResponse> {
  const xml = request.body.toString();
  tools.directory.bucket(request.bucket);
  const keys = within(xml, 'Object').map((object) => requiredText(object, 'Key'));
  if (keys.length === 0 || keys.length > DELETED_KEYS_MAX) {
    throw s3Fault('MalformedXML', `DeleteObjects takes 1 to ${DELETED_KEYS_MAX} keys; it was given ${keys.length}.`);
  }
  for (const key of keys) await deleteObject(tools, { ...request, key, headers: {} });
  const isQuiet = textOf(xml, 'Quiet') === 'true';
  return xmlResponse('DeleteResult', { Deleted: isQuiet ? [] : keys.map((Key) => ({ Key })) });
}
