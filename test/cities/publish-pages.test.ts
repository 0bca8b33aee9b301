import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCity } from '../../cities/city.ts';
import { publishPages } from '../../cities/publish-pages.ts';
import { s3Module } from '../../local/s3/module.ts';
import { clientOf, deploy, hostContext, type Served, serve } from '../local/serve.ts';

const BUILT = {
  'start/index.html': '<h1>Start</h1>',
  'start/assets/index-1a2b.js': 'start()',
  'residents/index.html': '<h1>Residents</h1>',
  'residents/assets/index-3c4d.css': 'h1 {}',
  'ops/index.html': '<h1>Ops</h1>',
  'ops/assets/bike-5e6f.svg': '<svg/>',
  'kiosk/index.html': '<h1>A kiosk</h1>',
};

describe('publishing the pages', () => {
  let folder: string;
  let served: Served;
  let s3: S3Client;
  let bucket: string;

  const build = (files: Record<string, string>) => {
    rmSync(folder, { recursive: true, force: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  const publish = () =>
    publishPages({
      ...{ city: readCity('havenbrook'), folder, s3 },
      deployed: { PagesBucket: bucket, PeopleIssuer: 'https://issuer.example/pool', PeopleClientId: 'client' },
    });
  const keys = async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    return Contents.map(({ Key }) => Key);
  };
  const read = async (Key: string) => {
    const { ContentType, CacheControl, Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return { type: ContentType, keep: CacheControl, text: await Body?.transformToString() };
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'publish-pages-'));
    build(BUILT);
    const hosted = s3Module(hostContext(), { publish: () => undefined });
    served = await serve(hosted);
    bucket = (await deploy(hosted, 'AWS::S3::Bucket', 'Pages', {})).ref;
    s3 = new S3Client({ ...clientOf(served), forcePathStyle: true });
  });
  afterEach(async () => {
    s3.destroy();
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('puts each page where its address is, and no kiosk’s page, which kiosks have themselves', async () => {
    const { written, removed } = await publish();

    expect(await keys()).toEqual([
      ...['assets/index-1a2b.js', 'city.json', 'index.html'],
      ...['ops/assets/bike-5e6f.svg', 'ops/config.json', 'ops/index.html'],
      ...['residents/assets/index-3c4d.css', 'residents/config.json', 'residents/index.html'],
    ]);
    expect([written, removed]).toEqual([9, 0]);
  });

  it.each([
    ['index.html', 'text/html; charset=utf-8', 'no-cache', BUILT['start/index.html']],
    ['assets/index-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', 'start()'],
    ['ops/assets/bike-5e6f.svg', 'image/svg+xml', 'public, max-age=31536000, immutable', '<svg/>'],
    [
      'residents/config.json',
      'application/json',
      'no-cache',
      '{"issuer":"https://issuer.example/pool","clientId":"client"}\n',
    ],
  ])('says of %s what it is, and who may keep it for how long', async (key, type, keep, text) => {
    await publish();

    expect(await read(key)).toEqual({ type, keep, text });
  });

  it('tells the start page of the city’s kiosks, and of nothing that only a laptop knows', async () => {
    await publish();

    const { text = '' } = await read('city.json');
    const { name, kiosks, ...others } = JSON.parse(text);
    expect([name, others]).toEqual(['Havenbrook', {}]);
    expect(Object.keys(kiosks[0])).toEqual(['kioskId', 'name', 'lat', 'lon']);
  });

  it('may be repeated, and takes away what is not among the pages any more', async () => {
    await publish();
    build({ ...BUILT, 'start/assets/index-1a2b.js': '', 'start/assets/index-9z8y.js': 'start(2)' });
    rmSync(join(folder, 'start/assets/index-1a2b.js'));

    const { removed } = await publish();
    const again = await publish();

    expect(removed).toBe(1);
    expect(again).toEqual({ written: 9, removed: 0 });
    expect(await keys()).toContain('assets/index-9z8y.js');
    expect(await keys()).not.toContain('assets/index-1a2b.js');
  });

  it('publishes nothing where a file is of a type that it does not know', async () => {
    build({ ...BUILT, 'ops/notes.docx': 'x' });

    await expect(publish()).rejects.toThrow(/notes\.docx is of no type/);
    expect(await keys()).toEqual([]);
  });
});
