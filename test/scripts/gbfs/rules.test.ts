import { describe, expect, it } from '@jest/globals';
import type { Feed } from '../../../scripts/gbfs/feed.ts';
import { faultsOf, RULES } from '../../../scripts/gbfs/rules.ts';
import { hasSchemas, schemaFaults } from '../../../scripts/gbfs/schemas.ts';
import { bikeAt, filesOf, lakeview, NOW, station } from '../../functions/feed/lakeview.ts';

const NOW_MS = Date.parse(NOW);

const sound = (): Feed =>
  filesOf(lakeview([station('pier', { bikes: [bikeAt(1), bikeAt(2)] }), station('gate', { isRenting: false })]));

const first = <Item>(items: Item[]): Item => {
  const [item] = items;
  if (item === undefined) throw new Error('The feed has none to break.');
  return item;
};
const statusIn = (feed: Feed) => first(feed.station_status.data.stations);
const placeIn = (feed: Feed) => first(feed.station_information.data.stations);
const typeIn = (feed: Feed) => first(feed.vehicle_types.data.vehicle_types);
const vehicleIn = (feed: Feed) => first(feed.vehicle_status.data.vehicles);

/** For each rule, ways in which a feed breaks it. */
const BROKEN: Record<string, Array<(feed: Feed) => unknown>> = {
  envelope: [
    (feed) => (feed.system_regions.last_updated = '1777629600'),
    (feed) => (feed.system_regions.ttl = -1),
    (feed) => (feed.system_regions.version = '2.3' as never),
  ],
  everyFileListed: [
    (feed) => feed.gbfs.data.feeds.pop(),
    (feed) => feed.gbfs.data.feeds.push(first(feed.gbfs.data.feeds)),
  ],
  addressesAbsolute: [
    (feed) => (first(feed.gbfs.data.feeds).url = '/gbfs/system_information.json'),
    (feed) => (first(feed.gbfs_versions.data.versions).url = 'https://bikes.lakeview.test/gbfs/'),
  ],
  ownVersionListed: [(feed) => (feed.gbfs_versions.data.versions = [])],
  notOld: [(feed) => (feed.station_status.last_updated = '2026-05-01T09:54:59.000Z')],
  everyLanguage: [(feed) => placeIn(feed).name.pop(), (feed) => first(feed.system_pricing_plans.data.plans).name.pop()],
  timeZoneKnown: [(feed) => (feed.system_information.data.timezone = 'America/Lakeview' as never)],
  plansResolve: [
    (feed) => delete typeIn(feed).default_pricing_plan_id,
    (feed) => (typeIn(feed).default_pricing_plan_id = 'gold'),
    (feed) => (typeIn(feed).pricing_plan_ids = ['visitor', 'gold']),
  ],
  systemIdsUnique: [
    (feed) => feed.system_regions.data.regions.push(first(feed.system_regions.data.regions)),
    (feed) => feed.system_pricing_plans.data.plans.push(first(feed.system_pricing_plans.data.plans)),
  ],
  sameStations: [
    (feed) => feed.station_status.data.stations.pop(),
    (feed) => feed.station_information.data.stations.pop(),
    (feed) => feed.station_status.data.stations.push(statusIn(feed)),
  ],
  docksCounted: [(feed) => delete statusIn(feed).num_docks_available],
  withinCapacity: [(feed) => (placeIn(feed).capacity = 5)],
  typesSumUp: [
    (feed) => delete statusIn(feed).vehicle_types_available,
    (feed) => (first(statusIn(feed).vehicle_types_available ?? []).count = 3),
    (feed) => (first(statusIn(feed).vehicle_types_available ?? []).vehicle_type_id = 'tandem'),
  ],
  closureTold: [
    (feed) => (statusIn(feed).is_renting = false),
    (feed) => (statusIn(feed).is_returning = false),
    (feed) => feed.system_alerts.data.alerts.pop(),
  ],
  reportedBefore: [(feed) => (statusIn(feed).last_reported = '2026-05-01T10:00:01.000Z')],
  placesResolve: [
    (feed) => (placeIn(feed).region_id = 'hills'),
    (feed) => (first(feed.system_alerts.data.alerts).station_ids = ['gate', 'nowhere']),
  ],
  vehiclesPlaced: [
    (feed) => delete vehicleIn(feed).station_id,
    (feed) => (vehicleIn(feed).station_id = 'nowhere'),
    (feed) => (vehicleIn(feed).vehicle_type_id = 'tandem'),
    (feed) => feed.vehicle_status.data.vehicles.push(vehicleIn(feed)),
  ],
  vehiclesCounted: [(feed) => feed.vehicle_status.data.vehicles.pop(), (feed) => (vehicleIn(feed).is_disabled = true)],
};

describe('the JSON Schemas', () => {
  // They lie beside the project, and are no part of it: a clone has rules of its own to go by.
  it('find what breaks a type, where they are at hand', () => {
    const feed = sound();
    statusIn(feed).num_vehicles_available = 'two' as never;

    const faults = hasSchemas() ? schemaFaults(feed) : ['station_status is not looked at'];

    expect(faults).toEqual([expect.stringContaining('station_status')]);
  });

  it('are not at hand in a folder that has none', () => {
    expect(hasSchemas(__dirname)).toBe(false);
  });
});

describe('the rules that schemas miss', () => {
  it('find nothing in a feed that is sound', () => {
    expect(faultsOf(sound(), NOW_MS)).toEqual([]);
  });

  it('are each shown to find something', () => {
    expect(Object.keys(BROKEN).sort()).toEqual(Object.keys(RULES).sort());
  });

  const cases = Object.entries(BROKEN).flatMap(([name, ways]) =>
    ways.map((way, index) => [`${name} (${index + 1})`, name, way] as const),
  );
  it.each(cases)('find what breaks %s', (_, name, way) => {
    const feed = sound();
    way(feed);

    const faults = RULES[name]?.(feed, NOW_MS);

    expect(faults).not.toEqual([]);
  });

  it('say so of a feed that is too broken to be judged', () => {
    const feed = { ...sound(), station_status: { ...sound().station_status, data: undefined as never } };

    const faults = faultsOf(feed, NOW_MS);

    expect(faults).toContainEqual(expect.stringContaining('sameStations: The feed is too broken'));
  });
});
