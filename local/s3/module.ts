import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DeclaredResource, DeployedResource, HostContext, HostModule, ResourceKind } from '../module.ts';
import { announcements, type S3Hooks } from './announcements.ts';
import { type Bodies, openBodies } from './bodies.ts';
import { type CorsRule, readCors } from './cors.ts';
import { type Directory, directory as openDirectory } from './directory.ts';
import { lifecycle, readLifecycle } from './lifecycle.ts';
import { type Multipart, multipart } from './multipart.ts';
import { commit, keptHeaders, type ObjectTools } from './objects.ts';
import { s3Service } from './service.ts';

export interface S3Module extends HostModule {
  /** Puts a file in a bucket, which is made where it does not exist; does nothing where the file is there already. */
  putFile(bucket: string, key: string, body: Buffer): Promise<void>;
}

interface BucketProperties {
  NotificationConfiguration?: Record<string, { EventBridgeEnabled?: boolean }>;
  VersioningConfiguration?: { Status?: string };
  LifecycleConfiguration?: Parameters<typeof readLifecycle>[0];
  CorsConfiguration?: { CorsRules?: CorsRule[] };
}

function bucketName({ declared, physicalName, logicalId }: DeclaredResource): string {
  const name = declared['BucketName'] ?? physicalName.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
  if (typeof name === 'string') return name;
  throw new Error(`The bucket ${logicalId} needs a name that is plain text, or none, to be served on this machine.`);
}

function deployBucket(
  directory: Directory,
  { clock, log }: HostContext,
  { ref: name, properties }: DeployedResource,
): void {
  const {
    NotificationConfiguration = {},
    VersioningConfiguration,
    LifecycleConfiguration,
    CorsConfiguration,
  }: BucketProperties = properties;
  const { EventBridgeConfiguration, ...others } = NotificationConfiguration;
  if (Object.keys(others).length > 0) {
    throw new Error(`The bucket ${name} notifies by ${Object.keys(others).join(', ')}; use EventBridgeConfiguration.`);
  }
  if (VersioningConfiguration?.Status === 'Enabled') log(`s3: ${name} keeps the newest version of an object only.`);
  const { expiries, others: unknown } = readLifecycle(LifecycleConfiguration);
  if (unknown > 0) log(`s3: ${unknown} of the lifecycle rules of ${name} are not applied on this machine.`);
  const createdAt = directory.hasBucket(name) ? directory.bucket(name).createdAt : clock.now();
  // CloudFormation takes an empty EventBridgeConfiguration for `true`, as its default says.
  const notifies = EventBridgeConfiguration !== undefined && EventBridgeConfiguration.EventBridgeEnabled !== false;
  directory.putBucket({ name, createdAt, notifies, expiries, cors: readCors(CorsConfiguration) });
}

function kinds(directory: Directory, context: HostContext): Record<string, ResourceKind> {
  return {
    'AWS::S3::Bucket': {
      identify: (resource) => {
        const name = bucketName(resource);
        const attributes = {
          Arn: `arn:aws:s3:::${name}`,
          DomainName: `${name}.s3.amazonaws.com`,
          RegionalDomainName: `${name}.s3.${context.region}.amazonaws.com`,
        };
        return { ref: name, attributes };
      },
      deploy: (resource) => deployBucket(directory, context, resource),
    },
    'AWS::S3::BucketPolicy': {
      identify: ({ physicalName }) => ({ ref: physicalName, attributes: {} }),
      deploy: ({ properties }) => directory.putPolicy(String(properties['Bucket']), properties['PolicyDocument']),
    },
  };
}

/** Removes what a process that was killed had written and not yet put in its place. */
async function removeLeftOver(bodies: Bodies, directory: Directory, parts: Multipart): Promise<void> {
  const inBuckets = directory.buckets().flatMap(({ name }) => directory.objects(name));
  const inUse = new Set([...inBuckets.map(({ object }) => object.body), ...parts.bodiesInUse()]);
  await Promise.all(bodies.found.filter((name) => !inUse.has(name)).map((name) => bodies.remove(name)));
}

/**
 * S3: buckets, objects and uploads in parts. Contents are files in `dataDir/s3`, or in memory where `dataDir` is
 * `:memory:`; all else is in the host's store. Not here: versions, access lists, tags, encryption; of lifecycle rules
 * there is the expiration after days.
 */
export function s3Module(context: HostContext, hooks: S3Hooks): S3Module {
  const { dataDir, memory = {}, store, random, clock } = context;
  memory.bodies ??= new Map();
  const bodies = openBodies(dataDir === ':memory:' ? memory.bodies : join(dataDir, 's3'), random);
  const directory = openDirectory(store);
  const { announce, catchUp } = announcements(directory, hooks, context);
  const tools: ObjectTools = { directory, bodies, clock, announce };
  const parts = multipart(tools, store, random);
  const expiring = lifecycle(tools, context.log);
  const cleaned = removeLeftOver(bodies, directory, parts);
  cleaned.catch(() => undefined); // `start` waits for it, and tells.
  return {
    services: { s3: s3Service(context, tools, parts) },
    kinds: kinds(directory, context),
    putFile: async (bucket, key, body) => {
      if (!directory.hasBucket(bucket)) directory.putBucket({ name: bucket, createdAt: clock.now(), notifies: false });
      const etag = createHash('md5').update(body).digest('hex');
      if (directory.find(bucket, key)?.etag === etag) return;
      const record = {
        body: await bodies.write([body]),
        size: body.length,
        etag,
        headers: keptHeaders({}),
        checksums: {},
      };
      await commit(tools, { bucket, key, conditions: {}, record, reason: 'PutObject' });
    },
    start: async () => {
      await cleaned;
      catchUp();
      await expiring.start();
    },
    close: expiring.close,
  };
}
