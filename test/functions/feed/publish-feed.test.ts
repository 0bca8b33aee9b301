import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type FeedBucket, s3FeedBucket } from '../../../functions/feed/feed-bucket.ts';
import { publishFeed } from '../../../functions/feed/publish-feed.ts';
import { s3Module } from '../../../local/s3/module.ts';
import type { FeedName } from '../../../scripts/gbfs/feed.ts';
import { clientOf, deploy, hostContext, type Served, serve } from '../../local/serve.ts';
import { standingClock } from '../rental-tokens.ts';
import { ADDRESS, bikeAt, type Described, NOW, SYSTEM, standingAt, station } from './lakeview.ts';

const Bucket = 'feed';
const at = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1_000).toISOString();

let served: Served;
let client: S3Client;
let number = 0;
beforeAll(async () => {
  const s3 = s3Module(hostContext(), { publish: () => undefined });
  served = await serve(s3);
  for (let index = 1; index <= 40; index++)
    await deploy(s3, 'AWS::S3::Bucket', `Bucket${index}`, { BucketName: `${Bucket}-${index}` });
  client = new S3Client({ ...(clientOf(served) as S3ClientConfig), forcePathStyle: true });
});
afterAll(async () => {
  client.destroy();
  await served.close();
});
// A bucket for each test.
let name: string;
let bucket: FeedBucket;
beforeEach(() => {
  name = `${Bucket}-${++number}`;
  bucket = s3FeedBucket(name, client);
});

/** A run of the function that looks at these stations at a time. */
function run(stations: Described[], seconds = 0, into: FeedBucket = bucket) {
  const clock = standingClock(at(seconds));
  const standing = async () => standingAt(stations);
  const fleet = { stations: async () => stations, standing, alerts: async () => [] };
  const vehicleKey = async () => Buffer.alloc(32, 7);
  return publishFeed({ fleet, bucket: into, vehicleKey, clock, system: SYSTEM, address: ADDRESS })({});
}

async function fileOf(file: FeedName) {
  const found = await client.send(new GetObjectCommand({ Bucket: name, Key: `gbfs/${file}.json` }));
  return { ...found, json: JSON.parse((await found.Body?.transformToString()) ?? '') };
}

const PIER = [station('pier', { bikes: [bikeAt(1), bikeAt(2)] })];
const RENTED = [station('pier', { bikes: [bikeAt(1)] })];

describe('publishing the feed', () => {
  it('writes each file with its type, and for how long it may be kept', async () => {
    const published = await run(PIER);

    const status = await fileOf('station_status');
    const { json: plans, ...plansFile } = await fileOf('system_pricing_plans');
    expect(published).toMatchObject({ asOf: NOW, stations: 1, vehicles: 2 });
    expect(published.written).toHaveLength(10);
    expect(published.written.at(-1)).toBe('gbfs');
    expect(status).toMatchObject({ ContentType: 'application/json', CacheControl: 'public, max-age=60' });
    expect(status.json).toMatchObject({ last_updated: NOW, ttl: 60, version: '3.0' });
    expect(plansFile.CacheControl).toBe(`public, max-age=${plans.ttl}`);
  });

  it('leaves a file as it is that would say the same, so that readers have it already', async () => {
    await run(PIER);
    const before = await fileOf('station_status');

    const again = await run(PIER, 60);

    expect(again.written).toEqual([]);
    expect((await fileOf('station_status')).ETag).toBe(before.ETag);
  });

  it('writes what is new, and nothing else', async () => {
    await run(PIER);

    const { written } = await run(RENTED, 60);

    expect(written).toEqual(['station_status', 'vehicle_status']);
    expect((await fileOf('station_status')).json).toMatchObject({ last_updated: at(60) });
    expect((await fileOf('station_information')).json).toMatchObject({ last_updated: NOW });
  });

  it('lets nothing that tells of the moment grow old, though it stays the same', async () => {
    await run(PIER);
    const soon = await run(PIER, 179);

    const later = await run(PIER, 180);

    expect(soon.written).toEqual([]);
    expect(later.written).toEqual(['station_status', 'vehicle_status', 'system_alerts']);
  });

  it('puts no older view over a newer one', async () => {
    await run(RENTED, 60);

    const late = await run(PIER, 0);

    expect(late.written).toEqual([]);
    expect((await fileOf('station_status')).json.data.stations[0].num_vehicles_available).toBe(1);
  });

  it('leaves the old files where the city cannot be looked at, and says so', async () => {
    await run(PIER);
    const down = () => Promise.reject(new Error('Bikes is down.'));
    const fleet = { stations: async () => PIER, standing: down, alerts: async () => [] };
    const deps = { bucket, vehicleKey: async () => Buffer.alloc(32), clock: standingClock(at(300)) };

    const failed = publishFeed({ fleet, ...deps, system: SYSTEM, address: ADDRESS })({});

    await expect(failed).rejects.toThrow('Bikes is down.');
    expect((await fileOf('station_status')).json.last_updated).toBe(NOW);
  });

  // Twenty calls are made for ten files: one to look, one to write.
  it.each(Array.from({ length: 20 }, (_, index) => index))(
    'ends with the newer view of every file, where a run is held up before its call %i',
    async (heldBefore) => {
      const real = bucket;
      const newer = () => run(RENTED, 60);
      let calls = 0;
      const held = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
        if (calls++ === heldBefore) await newer();
        return call();
      };
      const slow: FeedBucket = {
        find: (key) => held(() => real.find(key)),
        put: (key, file, replaced) => held(() => real.put(key, file, replaced)),
      };

      await run(PIER, 0, slow);

      expect(calls).toBeGreaterThan(heldBefore);
      const status = await fileOf('station_status');
      const vehicles = await fileOf('vehicle_status');
      expect(status.json).toMatchObject({ last_updated: at(60), data: { stations: [{ num_vehicles_available: 1 }] } });
      expect(vehicles.json).toMatchObject({ last_updated: at(60), data: { vehicles: [expect.anything()] } });
    },
  );

  it('gives up loudly where it may not write at all', async () => {
    const nowhere = s3FeedBucket('no-such-bucket', client);

    await expect(run(PIER, 0, nowhere)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
