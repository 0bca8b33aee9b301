import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as s3 from '@aws-sdk/client-s3';
import type { HostContext } from '../../../local/module.ts';
import { type S3Module, s3Module } from '../../../local/s3/module.ts';
import { clientOf, hostContext, serve } from '../serve.ts';

export const Bucket = 'photos';
export const Key = 'rentals/r 1/bike+7.jpg';
export const Body = Buffer.from('a photo of a bike');

/** A host's S3 on a disk of its own, with one empty bucket, and a client of it. */
export interface Bench {
  context: HostContext;
  hosted: S3Module;
  client: s3.S3Client;
  endpoint: string;
  hooks: { publish(entry: unknown): void };
  /** What was told to the event bus. */
  published: unknown[];
  /** The names of the files that hold bodies. */
  files(): string[];
  put(more?: Partial<s3.PutObjectCommandInput>): Promise<s3.PutObjectCommandOutput>;
  get(more?: Partial<s3.GetObjectCommandInput>): Promise<s3.GetObjectCommandOutput & { text: string | undefined }>;
  /** Sends a request as anyone could, in the name of the operator. */
  raw(
    method: string,
    path: string,
    headers?: Record<string, string>,
    body?: Buffer,
  ): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20260401/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0';

function requests(client: s3.S3Client, endpoint: string): Pick<Bench, 'put' | 'get' | 'raw'> {
  return {
    put: (more = {}) => client.send(new s3.PutObjectCommand({ Bucket, Key, Body, ...more })),
    get: async (more = {}) => {
      const answer = await client.send(new s3.GetObjectCommand({ Bucket, Key, ...more }));
      return { ...answer, text: await answer.Body?.transformToString() };
    },
    raw: async (method, path, headers = {}, body = undefined) => {
      const init = { method, headers: { authorization, 'x-amz-date': '20260401T000000Z', ...headers } };
      const response = await fetch(`${endpoint}${path}`, body ? { ...init, body: new Uint8Array(body) } : init);
      return { status: response.status, text: await response.text() };
    },
  };
}

export async function makeBench(): Promise<Bench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'freewheel-'));
  const context = hostContext({ dataDir });
  const published: unknown[] = [];
  const hooks = { publish: (entry: unknown) => void published.push(entry) };
  const hosted = s3Module(context, hooks);
  const served = await serve(hosted);
  const client = new s3.S3Client(clientOf(served) as s3.S3ClientConfig);
  await client.send(new s3.CreateBucketCommand({ Bucket }));
  const close = async (): Promise<void> => {
    client.destroy();
    await served.close();
    rmSync(dataDir, { recursive: true });
  };
  const { endpoint } = served;
  const files = (): string[] => readdirSync(join(dataDir, 's3'));
  return { context, hosted, client, endpoint, hooks, published, files, ...requests(client, endpoint), close };
}
