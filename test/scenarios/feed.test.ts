import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Feed, FeedName } from '../../scripts/gbfs/feed.ts';
import { faultsOf } from '../../scripts/gbfs/rules.ts';
import { hasSchemas, schemaFaults } from '../../scripts/gbfs/schemas.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bringBack, command, riderAt } from './people.ts';

const MINUTE = 60_000;

describe('the public feed', () => {
  let city: VirtualCity;
  let s3: S3Client;

  beforeAll(async () => {
    city = await openVirtualCity({ feed: true });
    s3 = new S3Client({ ...city.sdk, forcePathStyle: true });
  });
  afterAll(() => city.close());

  async function read(name: FeedName) {
    const Bucket = city.host.outputs['Freewheel-havenbrook-dev-Site']?.['FeedBucket'];
    const { Body } = await city.meanwhile(s3.send(new GetObjectCommand({ Bucket, Key: `gbfs/${name}.json` })));
    return JSON.parse((await Body?.transformToString()) ?? '');
  }
  /** The feed as it is after the next minute. */
  async function feed(): Promise<Feed> {
    await city.pass(MINUTE + 1_000);
    const gbfs: Feed['gbfs'] = await read('gbfs');
    const files: Array<[string, unknown]> = [];
    for (const { name } of gbfs.data.feeds) files.push([name, await read(name as FeedName)]);
    return { gbfs, ...Object.fromEntries(files) } as Feed;
  }
  const statusOf = (of: Feed, id: string) => of.station_status.data.stations.find((one) => one.station_id === id);
  const idsAt = (of: Feed, id: string) =>
    of.vehicle_status.data.vehicles.filter((one) => one.station_id === id).map((one) => one.vehicle_id);

  it('is valid from the first minute, with every station and every bike of the city', async () => {
    const first = await feed();

    expect(faultsOf(first, city.clock.now())).toEqual([]);
    expect(hasSchemas() ? schemaFaults(first) : []).toEqual([]);
    expect(first.station_status.data.stations).toHaveLength(14);
    expect(first.vehicle_status.data.vehicles).toHaveLength(66);
    expect(statusOf(first, 'rope-walk')).toMatchObject({ num_vehicles_available: 0, is_renting: true });
    expect(first.gbfs.data.feeds[0]?.url).toMatch(/^http:\/\/city\.test\/gbfs\//);
  });

  it('follows a bike from one station to the next, under another name', async () => {
    const before = await feed();
    const { bikes } = await riderAt(city, 'Marta', 'library').rent({ bikes: 1 });
    const during = await feed();
    await bringBack(city, bikes[0]?.bikeId ?? '', 'stadium');

    const after = await feed();

    const everyId = (of: Feed) => new Set(of.vehicle_status.data.vehicles.map((one) => one.vehicle_id));
    const newAtStadium = idsAt(after, 'stadium').filter((id) => !idsAt(before, 'stadium').includes(id));
    expect(statusOf(during, 'library')).toMatchObject({ num_vehicles_available: 4, num_docks_available: 2 });
    expect(everyId(during).size).toBe(65);
    expect(statusOf(after, 'stadium')).toMatchObject({ num_vehicles_available: 4, num_docks_available: 4 });
    expect(newAtStadium).toHaveLength(1);
    expect(everyId(before)).not.toContain(newAtStadium[0]);
    expect(Date.parse(statusOf(after, 'stadium')?.last_reported ?? '')).toBeLessThan(city.clock.now());
    expect(faultsOf(after, city.clock.now())).toEqual([]);
    expect(JSON.stringify(after)).not.toContain(bikes[0]?.bikeId);
  });

  it('tells what an operator has to say, until they take it back', async () => {
    const alertId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const summary = [{ text: 'The library bridge is closed.', language: 'en-US' }];
    const told = { alertId, type: 'other', kioskIds: ['library'], summary, by: 'operator/olga' };
    await command(city, 'SetAlert', told);
    const during = await feed();
    await command(city, 'ClearAlert', { alertId, by: 'operator/olga' });

    const after = await feed();

    expect(during.system_alerts.data.alerts).toMatchObject([{ alert_id: alertId, station_ids: ['library'], summary }]);
    expect(after.system_alerts.data.alerts).toEqual([]);
  });

  it('stays as it is where nobody can look at the city, and catches up', async () => {
    const mend = city.breakDown('bikes/export-stations');
    const before = await read('station_status');
    await city.pass(6 * MINUTE);
    const stale = await read('station_status');
    mend();

    const after = await feed();

    expect(stale).toEqual(before);
    expect(faultsOf(after, city.clock.now())).toEqual([]);
  });
});
