import type { Feed, FeedName } from './feed.ts';
import type { Rule } from './rules.ts';

/** What a docked system must have, and what is wanted of it besides. */
const FILES: FeedName[] = [
  'gbfs',
  'gbfs_versions',
  'system_information',
  'system_regions',
  'system_pricing_plans',
  'vehicle_types',
  'station_information',
  'station_status',
  'vehicle_status',
  'system_alerts',
];
const LIVE: FeedName[] = ['station_status', 'vehicle_status', 'system_alerts'];

/** GBFS 3.0, "Data Latency". */
const OLDEST_MS = 5 * 60_000;

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function envelope(feed: Feed): string[] {
  return Object.entries(feed).flatMap(([name, { last_updated: at, ttl, version, data }]) => [
    ...(RFC_3339.test(at) && !Number.isNaN(Date.parse(at)) ? [] : [`${name} was updated at no instant: ${at}.`]),
    ...(Number.isInteger(ttl) && ttl >= 0 ? [] : [`${name} may be kept for no number of seconds: ${ttl}.`]),
    ...(version === '3.0' ? [] : [`${name} is of version ${version}.`]),
    ...(data ? [] : [`${name} has no data.`]),
  ]);
}

function everyFileListed(feed: Feed): string[] {
  const listed = feed.gbfs.data.feeds;
  const absent = FILES.filter((name) => name !== 'gbfs' && listed.filter((one) => one.name === name).length !== 1);
  return absent.map((name) => `gbfs.json does not list ${name} once.`);
}

function addressesAbsolute({ gbfs, gbfs_versions: versions }: Feed): string[] {
  const files = gbfs.data.feeds.map(({ name, url }) => ({ url, end: `/${name}.json` }));
  const all = [...files, ...versions.data.versions.map(({ url }) => ({ url, end: '/gbfs.json' }))];
  return all
    .filter(({ url, end }) => !/^https?:\/\//.test(url) || !url.endsWith(end))
    .map(({ url }) => `${url} leads nowhere.`);
}

function ownVersionListed({ gbfs_versions: { data } }: Feed): string[] {
  return data.versions.some(({ version }) => version === '3.0')
    ? []
    : ['gbfs_versions does not name the version of the feed.'];
}

function notOld(feed: Feed, nowMs: number): string[] {
  const old = LIVE.filter((name) => nowMs - Date.parse(feed[name].last_updated) > OLDEST_MS);
  return old.map((name) => `${name} is of ${feed[name].last_updated}, more than five minutes ago.`);
}

/** Rules about the files as such. */
export const DISCOVERY_RULES: Record<string, Rule> = {
  envelope,
  everyFileListed,
  addressesAbsolute,
  ownVersionListed,
  notOld,
};
