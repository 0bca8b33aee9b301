import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../shared/aws.ts';

/** What is known of a file as it lies in the bucket. */
export interface PublishedFile {
  /** S3's name for this very content. */
  etag: string;
  /** When its data was as it says: RFC 3339. */
  asOf: string;
  /** A hash of its data: two files that say the same have the same one. */
  digest: string;
}

export interface NewFile {
  body: string;
  asOf: string;
  digest: string;
  ttlS: number;
}

/** Where the feed's files lie. */
export interface FeedBucket {
  find(key: string): Promise<PublishedFile | undefined>;
  /** Puts a file where `replaced` lies, or where none does; false where somebody else has put one there meanwhile. */
  put(key: string, file: NewFile, replaced: PublishedFile | undefined): Promise<boolean>;
}

/** S3 answers 403 where nothing lies to whoever may not list the bucket (Amazon S3 API Reference, "HeadObject"). */
const ABSENT = [403, 404];
const statusOf = (fault: unknown) =>
  (fault as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;

/** Another has written the file, is at it, or has removed it (Amazon S3 User Guide, "Conditional writes"). */
const isOvertaken = (fault: unknown) =>
  [409, 412].includes(statusOf(fault)) || (fault as { name?: string }).name === 'NoSuchKey';

/** The longest file has some megabytes, which take longer than most calls do. */
const ANSWER_TIMEOUT_MS = 15_000;

/** Other hosts than AWS take the bucket in the path, since no name server knows a host for each bucket. */
function feedClient(): S3Client {
  const settings = clientSettings({ answerTimeoutMs: ANSWER_TIMEOUT_MS });
  return new S3Client({ ...settings, forcePathStyle: Boolean(process.env['AWS_ENDPOINT_URL']) });
}

export function s3FeedBucket(Bucket: string, client = feedClient()): FeedBucket {
  return {
    async find(Key) {
      try {
        const { ETag = '', Metadata = {} } = await client.send(new HeadObjectCommand({ Bucket, Key }));
        return { etag: ETag, asOf: Metadata['as-of'] ?? '', digest: Metadata['digest'] ?? '' };
      } catch (fault) {
        if (ABSENT.includes(statusOf(fault))) return undefined;
        throw fault;
      }
    },
    async put(Key, { body, asOf, digest, ttlS }, replaced) {
      const put = new PutObjectCommand({
        ...{ Bucket, Key, Body: body, ContentType: 'application/json', CacheControl: `public, max-age=${ttlS}` },
        Metadata: { 'as-of': asOf, digest },
        ...(replaced ? { IfMatch: replaced.etag } : { IfNoneMatch: '*' }),
      });
      try {
        await client.send(put);
        return true;
      } catch (fault) {
        if (isOvertaken(fault)) return false;
        throw fault;
      }
    },
  };
}
