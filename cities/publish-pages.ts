import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { City } from './city.ts';

export interface Publishing {
  city: City;
  /** The folder of the built pages, each in its own. */
  folder: string;
  /** What the deployed stacks say of themselves, by the outputs' names. */
  deployed: { PagesBucket: string; PeopleIssuer: string; PeopleClientId: string };
  s3: S3Client;
}

/** What is published, by its key in the bucket. */
interface Published {
  key: string;
  body: Buffer | string;
  type: string;
}

/** Where each page's folder is published: the start page is at the city's address itself. */
const PREFIXES = { start: '', ops: 'ops/', residents: 'residents/' } as const;
/** Pages on which people sign in, and which must know where. */
const SIGNED_IN: ReadonlyArray<keyof typeof PREFIXES> = ['ops', 'residents'];

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Built assets carry a hash in their name, so that browsers may keep them for good; all else is asked for anew. */
const cacheControl = (key: string) => (/(^|\/)assets\//.test(key) ? 'public, max-age=31536000, immutable' : 'no-cache');

/** A page leads to its assets, and is published after them: nobody meets one whose assets are not there yet. */
const isPage = ({ key }: Published) => key.endsWith('.html');

function filesOf(folder: string, prefix: string): Published[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const type = TYPES[extname(path)];
    if (!type)
      throw new Error(`${path} is of no type that a page is known to have; cities/publish-pages.ts lists them.`);
    return { key: `${prefix}${relative(folder, path).split(sep).join('/')}`, body: readFileSync(path), type };
  });
}

function json(key: string, content: unknown): Published {
  return { key, body: `${JSON.stringify(content)}\n`, type: 'application/json' };
}

/** What the start page tells of the city. */
function board({ name, kiosks }: City): unknown {
  return { name, kiosks: kiosks.map(({ id, name: called, lat, lon }) => ({ kioskId: id, name: called, lat, lon })) };
}

function wanted({ city, folder, deployed }: Publishing): Published[] {
  const config = { issuer: deployed.PeopleIssuer, clientId: deployed.PeopleClientId };
  const pages = Object.entries(PREFIXES).flatMap(([page, prefix]) => filesOf(join(folder, page), prefix));
  const configs = SIGNED_IN.map((page) => json(`${PREFIXES[page]}config.json`, config));
  const all = [...pages, ...configs, json('city.json', board(city))];
  return [...all.filter((one) => !isPage(one)), ...all.filter(isPage)];
}

async function* keysIn(s3: S3Client, bucket: string): AsyncGenerator<string[]> {
  let from: string | undefined;
  do {
    const listed = await s3.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: from }));
    yield (listed.Contents ?? []).flatMap(({ Key }) => Key ?? []);
    from = listed.NextContinuationToken;
  } while (from !== undefined);
}

/**
 * Publishes the built pages of a deployed city, with what they must know of it, and takes away what is not among them.
 * Safe to repeat.
 *
 * @returns how many files were written, and how many were taken away
 */
export async function publishPages(task: Publishing): Promise<{ written: number; removed: number }> {
  const { s3, deployed } = task;
  const Bucket = deployed.PagesBucket;
  const files = wanted(task);
  for (const { key, body, type } of files) {
    const put = { Bucket, Key: key, Body: body, ContentType: type, CacheControl: cacheControl(key) };
    await s3.send(new PutObjectCommand(put));
  }
  const kept = new Set(files.map(({ key }) => key));
  let removed = 0;
  for await (const keys of keysIn(s3, Bucket)) {
    const old = keys.filter((key) => !kept.has(key)).map((Key) => ({ Key }));
    if (old.length === 0) continue;
    const { Errors: [error] = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: old } }));
    if (error) throw new Error(`${error.Key} could not be taken away: ${error.Message}`);
    removed += old.length;
  }
  return { written: files.length, removed };
}
