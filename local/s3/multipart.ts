import { createHash } from 'node:crypto';
import { type Random, uuid } from '../../seams/random.ts';
import type { Store } from '../store.ts';
import type { WireResponse } from '../wire/contract.ts';
import { checkBody } from './check-body.ts';
import { readRange } from './conditions.ts';
import { s3Fault } from './faults.ts';
import { commit, copySource, empty, existing, keptHeaders, type ObjectTools } from './objects.ts';
import type { S3Request } from './request.ts';
import { requiredText, within, xmlResponse } from './xml.ts';

interface Upload {
  bucket: string;
  key: string;
  headers: Record<string, string>;
}

interface Part {
  body: string;
  size: number;
  etag: string;
}

const UPLOADS = 's3/uploads';
const PARTS = 's3/parts';

/** "Amazon S3 multipart upload limits": 10,000 parts of at least 5 MiB, but for the last. */
const PARTS_MAX = 10_000;
const PART_BYTES_MIN = 5 * 1024 ** 2;

const partKey = (uploadId: string, number: number): string => `${uploadId}/${String(number).padStart(5, '0')}`;

function partNumber({ query }: S3Request): number {
  const number = Number(query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= PARTS_MAX) return number;
  throw s3Fault('InvalidArgument', `Part number must be from 1 to ${PARTS_MAX}.`);
}

/** Uploads in parts: they outlive the process, until they are completed or aborted. */
export function multipart(tools: ObjectTools, store: Store, random: Random) {
  const uploadOf = ({ bucket, key, query }: S3Request): { id: string; upload: Upload } => {
    const id = query.get('uploadId') ?? '';
    const upload = store.get<Upload>(UPLOADS, id);
    if (upload?.bucket === bucket && upload.key === key) return { id, upload };
    throw s3Fault('NoSuchUpload', 'The specified upload does not exist: it may have been aborted or completed.');
  };

  const putPart = async (id: string, number: number, content: Buffer): Promise<string> => {
    const etag = createHash('md5').update(content).digest('hex');
    const body = await tools.bodies.write([content]);
    const before = store.get<Part>(PARTS, partKey(id, number));
    store.put(PARTS, partKey(id, number), { body, size: content.length, etag });
    if (before) await tools.bodies.remove(before.body);
    return etag;
  };

  const forget = async (id: string): Promise<void> => {
    const parts = store.list<Part>(PARTS, `${id}/`);
    store.delete(UPLOADS, id);
    for (const { key } of parts) store.delete(PARTS, key);
    for (const { value } of parts) await tools.bodies.remove(value.body);
  };

  const chosenParts = (id: string, body: Buffer): Part[] => {
    const wanted = within(body.toString(), 'Part').map((xml) => ({
      number: Number(requiredText(xml, 'PartNumber')),
      etag: requiredText(xml, 'ETag').replaceAll('"', '').trim(),
    }));
    if (wanted.length === 0) throw s3Fault('MalformedXML', 'You must specify at least one part.');
    if (wanted.some(({ number }, at) => number <= (wanted[at - 1]?.number ?? 0))) {
      throw s3Fault('InvalidPartOrder', 'The list of parts was not in ascending order.');
    }
    const parts = wanted.map(({ number, etag }) => {
      const part = store.get<Part>(PARTS, partKey(id, number));
      if (part?.etag === etag) return part;
      throw s3Fault('InvalidPart', `Part ${number} was not uploaded, or has another entity tag.`);
    });
    if (parts.slice(0, -1).some(({ size }) => size < PART_BYTES_MIN)) {
      throw s3Fault('EntityTooSmall', `Each part but the last must have at least ${PART_BYTES_MIN} bytes.`);
    }
    return parts;
  };

  async function* contents(parts: Part[]): AsyncIterable<Buffer> {
    for (const { body } of parts) yield tools.bodies.read(body);
  }

  return {
    create: ({ bucket, key, headers }: S3Request): WireResponse => {
      tools.directory.bucket(bucket);
      const UploadId = uuid(random);
      store.put(UPLOADS, UploadId, { bucket, key, headers: keptHeaders(headers) });
      return xmlResponse('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId });
    },
    uploadPart: async (request: S3Request): Promise<WireResponse> => {
      const { id } = uploadOf(request);
      const checksums = checkBody(request);
      const etag = await putPart(id, partNumber(request), request.body);
      return empty(200, { etag: `"${etag}"`, ...checksums });
    },
    copyPart: async (request: S3Request): Promise<WireResponse> => {
      const { id } = uploadOf(request);
      const source = copySource(request.headers['x-amz-copy-source'] ?? '');
      const { body, size } = existing(tools.directory, source.bucket, source.key);
      const range = readRange(request.headers['x-amz-copy-source-range'], size);
      const content = (await tools.bodies.read(body)).subarray(range?.first ?? 0, (range?.last ?? size - 1) + 1);
      const etag = await putPart(id, partNumber(request), content);
      const LastModified = new Date(tools.clock.now()).toISOString();
      return xmlResponse('CopyPartResult', { LastModified, ETag: `"${etag}"` });
    },
    complete: async (request: S3Request): Promise<WireResponse> => {
      const { id, upload } = uploadOf(request);
      const { bucket, key, headers } = upload;
      const parts = chosenParts(id, request.body);
      const hashes = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
      const etag = `${createHash('md5').update(hashes).digest('hex')}-${parts.length}`;
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      const record = { body: await tools.bodies.write(contents(parts)), size, etag, headers, checksums: {} };
      const conditions = request.headers;
      await commit(tools, { bucket, key, conditions, record, reason: 'CompleteMultipartUpload' });
      await forget(id);
      return xmlResponse('CompleteMultipartUploadResult', { Bucket: bucket, Key: key, ETag: `"${etag}"` });
    },
    abort: async (request: S3Request): Promise<WireResponse> => {
      await forget(uploadOf(request).id);
      return empty(204);
    },
    /** The bodies that parts still need. */
    bodiesInUse: () => store.list<Part>(PARTS).map(({ value }) => value.body),
  };
}

export type Multipart = ReturnType<typeof multipart>;
