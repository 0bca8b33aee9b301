import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { v3 } from 'gbfs-typescript-types';

/** The files that a docked system needs, and those that ours has besides. */
export interface Feed {
  gbfs: v3.Gbfs;
  gbfs_versions: v3.GbfsVersions;
  system_information: v3.SystemInformation;
  system_regions: v3.SystemRegions;
  system_pricing_plans: v3.SystemPricingPlans;
  vehicle_types: v3.VehicleTypes;
  station_information: v3.StationInformation;
  station_status: v3.StationStatus;
  vehicle_status: v3.VehicleStatus;
  system_alerts: v3.SystemAlerts;
}
export type FeedName = keyof Feed;

async function fetchJson(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}.`);
  return answer.json();
}

/**
 * Reads a whole feed, beginning with its `gbfs.json`, and from there by the addresses that it gives.
 *
 * @throws Error that names the file that cannot be read.
 */
export async function fetchFeed(url: string): Promise<Feed> {
  const gbfs = (await fetchJson(url)) as v3.Gbfs;
  const files = gbfs.data.feeds.map(async (file) => [file.name, await fetchJson(file.url)]);
  return { gbfs, ...Object.fromEntries(await Promise.all(files)) } as Feed;
}

/** The same from a folder with a file for each of them. */
export function readFeed(folder: string): Feed {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  const gbfs = read('gbfs') as v3.Gbfs;
  return { gbfs, ...Object.fromEntries(gbfs.data.feeds.map(({ name }) => [name, read(name)])) } as Feed;
}
