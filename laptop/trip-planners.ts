import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Feed, type FeedName, fetchFeed } from '../scripts/gbfs/feed.ts';
import { faultsOf, RULES } from '../scripts/gbfs/rules.ts';
import { systemClock } from '../seams/clock.ts';

/** What a file is about, in numbers. */
const COUNTS: Record<FeedName, (feed: Feed) => string> = {
  gbfs: ({ gbfs }) => `${gbfs.data.feeds.length} files`,
  gbfs_versions: ({ gbfs_versions: { data } }) => `GBFS ${data.versions.map(({ version }) => version).join(', ')}`,
  system_information: ({ system_information: { data } }) => `${data.name[0]?.text}, in ${data.languages.join(' and ')}`,
  system_regions: ({ system_regions: { data } }) => `${data.regions.length} regions`,
  system_pricing_plans: ({ system_pricing_plans: { data } }) => `${data.plans.length} plans`,
  vehicle_types: ({ vehicle_types: { data } }) => `${data.vehicle_types.length} type`,
  station_information: ({ station_information: { data } }) => `${data.stations.length} stations`,
  station_status: ({ station_status: { data } }) => {
    const sum = (count: (station: (typeof data.stations)[number]) => number) =>
      data.stations.reduce((total, station) => total + count(station), 0);
    const bikes = sum((station) => station.num_vehicles_available);
    const broken = sum((station) => station.num_vehicles_disabled ?? 0);
    return `${bikes} bikes to rent, ${broken} out of order, ${sum((station) => station.num_docks_available ?? 0)} free docks`;
  },
  vehicle_status: ({ vehicle_status: { data } }) => `${data.vehicles.length} bikes at stations, by names of one trip`,
  system_alerts: ({ system_alerts: { data } }) => `${data.alerts.length} alerts`,
};

/**
 * What the city publishes for trip planners, file by file, and whether it is valid by our own rules.
 *
 * @param folder to keep the files in, where somebody else is to judge them
 * @throws Error with what is wrong with the feed.
 */
export async function readAsTripPlanner(address: string, folder?: string): Promise<string[]> {
  const url = `${address}/gbfs/gbfs.json`;
  const first = await fetch(url);
  const again = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
  if (again.status !== 304) throw new Error(`${url} answers ${again.status} to a reader that has it already.`);
  const feed = await fetchFeed(url);
  const faults = faultsOf(feed, systemClock.now());
  if (faults.length > 0) throw new Error(`The feed is not valid:\n${faults.join('\n')}`);
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    for (const [name, file] of Object.entries(feed)) writeFileSync(join(folder, `${name}.json`), JSON.stringify(file));
  }
  const files = Object.entries(COUNTS).map(([name, count]) => {
    const { last_updated: at, ttl } = feed[name as FeedName];
    return `  ${name.padEnd(22)}${at.slice(11, 19)} UTC, kept for ${String(ttl).padStart(3)} s: ${count(feed)}`;
  });
  return [
    `GET ${url}`,
    ...files,
    `The feed is valid: ${Object.keys(RULES).length} rules beyond GBFS's schemas were tried.`,
  ];
}
