import * as s3 from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { s3Module } from '../../../local/s3/module.ts';
import { openStore } from '../../../local/store.ts';
import { clientOf, hostContext, type Served, serve } from '../serve.ts';

const Bucket = 'photos';
const store = openStore(':memory:');
const hosted = s3Module(hostContext({ store }), { publish: () => undefined });
let served: Served;
let client: s3.S3Client;

beforeAll(async () => {
  served = await serve(hosted);
  client = new s3.S3Client(clientOf(served) as s3.S3ClientConfig);
});
afterAll(async () => {
  client.destroy();
  await served.close();
});
beforeEach(() => {
  for (const { key } of store.list('s3/objects')) store.delete('s3/objects', key);
});

async function put(keys: string[]): Promise<void> {
  for (const key of keys) await hosted.putFile(Bucket, key, Buffer.from(key));
}

/** All pages of a listing, as one. */
async function list(
  input: Partial<s3.ListObjectsV2CommandInput>,
): Promise<{ keys: string[]; prefixes: string[]; pages: number }> {
  const told = { keys: [] as string[], prefixes: [] as string[], pages: 0 };
  let ContinuationToken: string | undefined;
  do {
    const more = ContinuationToken === undefined ? {} : { ContinuationToken };
    const page = await client.send(new s3.ListObjectsV2Command({ Bucket, ...input, ...more }));
    told.keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    told.prefixes.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
    told.pages += 1;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return told;
}

describe('a listing', () => {
  it('rolls up what has a delimiter after the prefix', async () => {
    await put(['a/1/x', 'a/1/y', 'a/2/x', 'a/z', 'b/1']);

    const told = await list({ Prefix: 'a/', Delimiter: '/' });

    expect(told).toMatchObject({ keys: ['a/z'], prefixes: ['a/1/', 'a/2/'] });
  });

  it('begins after a key', async () => {
    await put(['a', 'b', 'c']);

    const told = await list({ StartAfter: 'a' });

    expect(told.keys).toEqual(['b', 'c']);
  });

  it('tells odd keys as they are', async () => {
    const keys = ['a b+c&d<e>', "it's", 'ключ', '🚲', 'x%2Fy', 'new\nline'].sort();
    await put(keys);

    const told = await list({});
    const { Contents = [] } = await client.send(new s3.ListObjectsV2Command({ Bucket, EncodingType: 'url' }));

    expect(told.keys.sort()).toEqual(keys);
    expect(Contents.map(({ Key = '' }) => decodeURIComponent(Key)).sort()).toEqual(keys);
  });

  it('tells each key and prefix once, in the order of their bytes, whatever the size of a page', async () => {
    const key = fc.stringMatching(/^[ab/]{1,5}$/);
    const keys = fc.uniqueArray(key, { maxLength: 12 });

    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 1, max: 4 }), async (given, MaxKeys) => {
        for (const { key: old } of store.list('s3/objects')) store.delete('s3/objects', old);
        await put(['', ...given].slice(1));
        await hosted.putFile('other', 'a', Buffer.alloc(0));

        const paged = given.length === 0 ? { keys: [], prefixes: [] } : await list({ Delimiter: '/', MaxKeys });

        const rolled = given.filter((each) => each.includes('/')).map((each) => each.slice(0, each.indexOf('/') + 1));
        expect(paged.prefixes).toEqual([...new Set(rolled)].sort());
        expect(paged.keys).toEqual(given.filter((each) => !each.includes('/')).sort());
      }),
      { numRuns: 40 },
    );
  });
});
