import type { Store } from '../store.ts';
import type { CorsRule } from './cors.ts';
import { s3Fault } from './faults.ts';
import type { Expiry } from './lifecycle.ts';

interface Bucket {
  name: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Whether events of its objects go to EventBridge. */
  notifies: boolean;
  /** What goes by itself, and when. */
  expiries?: Expiry[];
  /** Which pages of other origins may ask what of it. */
  cors?: CorsRule[];
}

/** What is known of an object besides its content. */
export interface StoredObject {
  /** The name of its body. */
  body: string;
  size: number;
  /** Without quotes. */
  etag: string;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
  /** What is answered with the object: its type, `x-amz-meta-…` and the like. */
  headers: Record<string, string>;
  checksums: Record<string, string>;
  /** Why its event must still be told; gone once that is done. */
  unannounced?: string;
}

/** The buckets and what is in them, without the contents. */
export interface Directory {
  buckets(): Bucket[];
  /** Throws `NoSuchBucket`. */
  bucket(name: string): Bucket;
  hasBucket(name: string): boolean;
  putBucket(bucket: Bucket): void;
  deleteBucket(name: string): void;
  policy(bucket: string): unknown;
  putPolicy(bucket: string, policy: unknown): void;
  /** In the order of the keys' UTF-8 bytes, as S3 lists them. */
  objects(bucket: string): Array<{ key: string; object: StoredObject }>;
  find(bucket: string, key: string): StoredObject | undefined;
  put(bucket: string, key: string, object: StoredObject): void;
  delete(bucket: string, key: string): void;
}

const BUCKETS = 's3/buckets';
const OBJECTS = 's3/objects';
const POLICIES = 's3/policies';

/** "Bucket naming rules", as far as they keep a name fit for a host name. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export function directory(store: Store): Directory {
  return {
    buckets: () => store.list<Bucket>(BUCKETS).map(({ value }) => value),
    bucket: (name) => {
      const found = store.get<Bucket>(BUCKETS, name);
      if (found) return found;
      throw s3Fault('NoSuchBucket', `The specified bucket does not exist: ${name}`);
    },
    hasBucket: (name) => store.get<Bucket>(BUCKETS, name) !== undefined,
    putBucket: (bucket) => {
      if (!BUCKET_NAME.test(bucket.name)) {
        throw s3Fault(
          'InvalidBucketName',
          `'${bucket.name}' is no name for a bucket: 3 to 63 of a-z, 0-9, '.' and '-'.`,
        );
      }
      store.put(BUCKETS, bucket.name, bucket);
    },
    deleteBucket: (name) => {
      store.delete(BUCKETS, name);
      store.delete(POLICIES, name);
    },
    policy: (bucket) => store.get(POLICIES, bucket),
    putPolicy: (bucket, policy) => store.put(POLICIES, bucket, policy),
    objects: (bucket) =>
      store
        .list<StoredObject>(OBJECTS, `${bucket}/`)
        .map(({ key, value }) => ({ key: key.slice(bucket.length + 1), object: value })),
    find: (bucket, key) => store.get<StoredObject>(OBJECTS, `${bucket}/${key}`),
    put: (bucket, key, object) => store.put(OBJECTS, `${bucket}/${key}`, object),
    delete: (bucket, key) => store.delete(OBJECTS, `${bucket}/${key}`),
  };
}
