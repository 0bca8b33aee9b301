import { createHash } from 'node:crypto';
import { type Clock, instant, systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { FEED_PATH, type FeedPublished, FeedSystem, PublishFeed } from './contract.ts';
import { GBFS_VERSION } from './documents/gbfs.ts';
import { type PublicCity, stationed, vehiclesAt } from './documents/public-city.ts';
import { feedEnv } from './env.ts';
import { type FeedDocument, feedOf } from './feed.ts';
import { type FeedBucket, s3FeedBucket } from './feed-bucket.ts';
import { type Fleet, lambdaFleet } from './fleet.ts';
import { kmsVehicleKey, type VehicleKey, vehicleIdWith } from './vehicle-ids.ts';

/**
 * What tells of this moment is written again after three minutes even where it says the same: with the minute between
 * two runs, and one for a run that fails, no reader finds it older than five (GBFS 3.0, "Data Latency").
 */
const RESTAMP_MS = 180_000;

function serialize({ data, ttlS }: FeedDocument, asOf: string): string {
  return JSON.stringify({ last_updated: asOf, ttl: ttlS, version: GBFS_VERSION, data });
}

/**
 * Writes a file where it says something new. Whoever has looked at the city later has the last word: a run that was
 * slow finds its time surpassed, and leaves the newer file where it is. Answers whether it was written.
 */
async function publishFile(bucket: FeedBucket, document: FeedDocument, asOf: string): Promise<boolean> {
  const digest = createHash('sha256')
    .update(JSON.stringify([document.ttlS, document.data]))
    .digest('base64url');
  const key = `${FEED_PATH}${document.name}.json`;
  return untilSaved(async () => {
    const published = await bucket.find(key);
    if (published && published.asOf >= asOf) return false;
    const isFresh = !document.isLive || Date.parse(asOf) - Date.parse(published?.asOf ?? '') < RESTAMP_MS;
    if (published?.digest === digest && isFresh) return false;
    const file = { body: serialize(document, asOf), asOf, digest, ttlS: document.ttlS };
    return (await bucket.put(key, file, published)) || undefined;
  });
}

export interface FeedDependencies {
  fleet: Fleet;
  bucket: FeedBucket;
  vehicleKey: VehicleKey;
  clock: Clock;
  system: FeedSystem;
  address: string;
}

/** Looks at the whole city, and writes what is new of it into the feed's files. Until then the old ones stay. */
export function publishFeed({ fleet, bucket, vehicleKey, clock, system, address }: FeedDependencies) {
  const look = async (): Promise<PublicCity> => {
    // Before the first look: what is read after it is at least as new.
    const asOf = instant(clock.now());
    const key = await vehicleKey();
    const alerts = await fleet.alerts();
    const stations = stationed(await fleet.stations(), await fleet.standing());
    return { system, address, asOf, alerts, stations, vehicles: vehiclesAt(stations, vehicleIdWith(key)) };
  };
  return async (_: PublishFeed): Promise<FeedPublished> => {
    const city = await look();
    const written: string[] = [];
    for (const document of feedOf(city))
      if (await publishFile(bucket, document, city.asOf)) written.push(document.name);
    return { asOf: city.asOf, stations: city.stations.length, vehicles: city.vehicles.length, written };
  };
}

export const handler = workflowHandler({
  command: PublishFeed,
  bind: () => {
    const { bucket, exportStations, exportStanding, listAlerts, vehicleKey, system, address } = readEnv(feedEnv);
    return publishFeed({
      fleet: lambdaFleet({ exportStations, exportStanding, listAlerts }),
      bucket: s3FeedBucket(bucket),
      vehicleKey: kmsVehicleKey(vehicleKey),
      clock: systemClock,
      system: FeedSystem.parse(JSON.parse(system)),
      address,
    });
  },
});
