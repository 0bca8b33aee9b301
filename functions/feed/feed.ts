import { FEED_PATH, LIVE_TTL_S } from './contract.ts';
import { type Data, type FileName, GBFS_VERSION } from './documents/gbfs.ts';
import type { PublicCity } from './documents/public-city.ts';
import { stationInformation } from './documents/station-information.ts';
import { stationStatus } from './documents/station-status.ts';
import { systemAlerts } from './documents/system-alerts.ts';
import { systemInformation } from './documents/system-information.ts';
import { systemPricingPlans } from './documents/system-pricing-plans.ts';
import { systemRegions } from './documents/system-regions.ts';
import { vehicleStatus } from './documents/vehicle-status.ts';
import { vehicleTypes } from './documents/vehicle-types.ts';

/** A file of the feed, without the time that it is of. */
export interface FeedDocument {
  name: FileName;
  /** How long a reader may keep it, in seconds. */
  ttlS: number;
  /** Whether it tells of this moment: then it must not grow old, even where nothing in it changes. */
  isLive: boolean;
  data: Data<FileName>;
}

/** What changes with a deployment: five minutes, so that a new tariff is known before anybody has planned much by it. */
const STATIC_TTL_S = 300;

/** Where a file is read. */
const urlOf = (address: string, name: FileName) => `${address}/${FEED_PATH}${name}.json`;

/**
 * The files of the feed, each after those whose ids it speaks of: so that whoever reads while they are written finds
 * what they are pointed to.
 */
export function feedOf(city: PublicCity): FeedDocument[] {
  const steady = (name: FileName, data: Data<FileName>) => ({ name, ttlS: STATIC_TTL_S, isLive: false, data });
  const live = (name: FileName, data: Data<FileName>) => ({ name, ttlS: LIVE_TTL_S, isLive: true, data });
  const files: FeedDocument[] = [
    steady('system_information', systemInformation(city)),
    steady('system_regions', systemRegions(city)),
    steady('system_pricing_plans', systemPricingPlans(city)),
    steady('vehicle_types', vehicleTypes(city)),
    // As short as the status: the two must name the same stations.
    { ...steady('station_information', stationInformation(city)), ttlS: LIVE_TTL_S },
    live('station_status', stationStatus(city)),
    live('vehicle_status', vehicleStatus(city)),
    live('system_alerts', systemAlerts(city)),
  ];
  const versions: Data<'gbfs_versions'> = {
    versions: [{ version: GBFS_VERSION, url: urlOf(city.address, 'gbfs') }],
  };
  const all = [...files, steady('gbfs_versions', versions)];
  const entries: Data<'gbfs'> = { feeds: all.map(({ name }) => ({ name, url: urlOf(city.address, name) })) };
  return [...all, steady('gbfs', entries)];
}
