import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { s3FeedBucket } from '../../functions/feed/feed-bucket.ts';
import { feedPage } from '../../laptop/feed-page.ts';
import { type FrontDoor, openFrontDoor } from '../../laptop/front-door.ts';
import { s3Module } from '../../local/s3/module.ts';
import { createCredentials } from '../../local/wire/credentials.ts';
import { createGateway } from '../../local/wire/gateway.ts';
import { systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { anyone, clientOf, deploy, hostContext, type Served, serve } from '../local/serve.ts';

const FILE = { body: '{"ttl":60}', asOf: '2026-05-01T10:00:00.000Z', digest: 'd1', ttlS: 60 };

describe('the feed at the city’s address', () => {
  let door: FrontDoor;
  let served: Served;
  let client: S3Client;

  beforeAll(async () => {
    const s3 = s3Module(hostContext(), { publish: () => undefined });
    await deploy(s3, 'AWS::S3::Bucket', 'Feed', { BucketName: 'feed' });
    served = await serve(s3);
    client = new S3Client({ ...(clientOf(served) as S3ClientConfig), forcePathStyle: true });
    await s3FeedBucket('feed', client).put('gbfs/station_status.json', FILE, undefined);
    const { call } = createGateway({
      ...{ services: s3.services, credentials: createCredentials(systemRandom), admit: anyone },
      ...{ clock: systemClock, random: systemRandom, log: () => {} },
    });
    const api = async () => ({ status: 404, headers: {}, body: Buffer.alloc(0) });
    door = await openFrontDoor({ port: 0, api, log: () => {} });
    door.mount('/gbfs/', feedPage({ host: { call }, bucket: 'feed' }));
  });
  afterAll(async () => {
    await door.close();
    client.destroy();
    await served.close();
  });

  const read = (path: string, init: RequestInit = {}) => fetch(`${door.address}/gbfs/${path}`, init);

  it('is served as it lies in its bucket, to pages of any origin', async () => {
    const answer = await read('station_status.json?lang=en');

    expect(await answer.text()).toBe(FILE.body);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=60',
      'access-control-allow-origin': '*',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      'last-modified': expect.stringMatching(/ GMT$/),
    });
  });

  it('is not sent again to whoever has it', async () => {
    const etag = (await read('station_status.json')).headers.get('etag') ?? '';

    const same = await read('station_status.json', { headers: { 'if-none-match': etag } });
    const other = await read('station_status.json', { headers: { 'if-none-match': '"another"' } });

    expect(same.status).toBe(304);
    expect(same.headers.get('etag')).toBe(etag);
    expect(await same.text()).toBe('');
    expect(other.status).toBe(200);
  });

  it('answers HEAD with what it would send', async () => {
    const answer = await read('station_status.json', { method: 'HEAD' });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe(String(FILE.body.length));
  });

  it.each([
    ['a file that there is not', 'trips.json', {}],
    ['no file', '', {}],
    ['a path out of it', '..%2f..%2fphotos%2f1.json', {}],
    ['a write', 'station_status.json', { method: 'PUT', body: '{}' }],
  ])('refuses %s', async (_, path, init) => {
    const answer = await read(path, init);

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: 'urn:freewheel:problem:file-unknown', status: 404 });
  });
});
