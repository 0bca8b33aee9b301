import type { Feed } from './feed.ts';
import type { Rule } from './rules.ts';
import { repeated } from './system-rules.ts';

const statuses = ({ station_status: { data } }: Feed) => data.stations;
const places = ({ station_information: { data } }: Feed) => data.stations;
const vehicles = ({ vehicle_status: { data } }: Feed) => data.vehicles;
const stationIds = (feed: Feed) => new Set(places(feed).map(({ station_id: id }) => id));

function sameStations(feed: Feed): string[] {
  const [told, placed] = [statuses(feed).map((one) => one.station_id), places(feed).map((one) => one.station_id)];
  return [
    ...repeated(told).map((id) => `station_status has ${id} more than once.`),
    ...repeated(placed).map((id) => `station_information has ${id} more than once.`),
    ...told.filter((id) => !placed.includes(id)).map((id) => `${id} has a status and no place.`),
    ...placed.filter((id) => !told.includes(id)).map((id) => `${id} has a place and no status.`),
  ];
}

/** Required of a docked system's stations (GBFS 3.0, station_status). */
function docksCounted(feed: Feed): string[] {
  const docked = statuses(feed).filter(
    ({ num_docks_available: docks }) => !Number.isInteger(docks) || Number(docks) < 0,
  );
  return docked.map(({ station_id: id }) => `${id} does not say how many docks are free.`);
}

function withinCapacity(feed: Feed): string[] {
  const capacities = new Map(places(feed).map(({ station_id: id, capacity }) => [id, capacity]));
  return statuses(feed).flatMap((status) => {
    const capacity = capacities.get(status.station_id);
    const { num_docks_available: free = 0, num_docks_disabled: broken = 0, num_vehicles_available: bikes } = status;
    const used = free + broken + bikes;
    return capacity === undefined || used <= capacity
      ? []
      : [`${status.station_id} has ${used} places of ${capacity}.`];
  });
}

/** Required once there are types, and sums up to `num_vehicles_available`. */
function typesSumUp(feed: Feed): string[] {
  const types = new Set(feed.vehicle_types.data.vehicle_types.map(({ vehicle_type_id: id }) => id));
  return statuses(feed).flatMap(({ station_id: id, num_vehicles_available: all, vehicle_types_available: by }) => {
    if (!by) return [`${id} does not say of which types its bikes are.`];
    const sum = by.reduce((total, { count }) => total + count, 0);
    const unknown = by.filter(({ vehicle_type_id: type }) => !types.has(type));
    return [
      ...(sum === all ? [] : [`${id} has ${all} bikes, and ${sum} by type.`]),
      ...unknown.map(({ vehicle_type_id: type }) => `${id} counts bikes of a type that there is not: ${type}.`),
    ];
  });
}

/** Empty or full is no closure: a station that rents nothing, or takes nothing back, is one that an alert says so of. */
function closureTold(feed: Feed): string[] {
  const told = feed.system_alerts.data.alerts.filter(
    ({ type }) => type === 'station_closure' || type === 'system_closure',
  );
  const isTold = (id: string) => told.some(({ station_ids: ids }) => ids === undefined || ids.includes(id));
  return statuses(feed)
    .filter((one) => !(one.is_installed && one.is_renting && one.is_returning) && !isTold(one.station_id))
    .map(({ station_id: id }) => `${id} is closed in part, and no alert says so.`);
}

/** The kiosk's last contact cannot be later than the data that tells of it. */
function reportedBefore(feed: Feed): string[] {
  const asOf = Date.parse(feed.station_status.last_updated);
  const late = statuses(feed).filter(({ last_reported: at }) => !(Date.parse(at) <= asOf));
  return late.map(({ station_id: id, last_reported: at }) => `${id} reported at ${at}, after the data was gathered.`);
}

function placesResolve(feed: Feed): string[] {
  const regions = new Set(feed.system_regions.data.regions.map(({ region_id: id }) => id));
  const [known, alerts] = [stationIds(feed), feed.system_alerts.data.alerts];
  return [
    ...places(feed)
      .filter(({ region_id: region }) => region !== undefined && !regions.has(region))
      .map(({ station_id: id, region_id: region }) => `${id} is in a region that there is not: ${region}.`),
    ...alerts.flatMap(({ alert_id: alert, station_ids: ids = [] }) =>
      ids.filter((id) => !known.has(id)).map((id) => `The alert ${alert} is about a station that there is not: ${id}.`),
    ),
  ];
}

function vehiclesPlaced(feed: Feed): string[] {
  const types = new Set(feed.vehicle_types.data.vehicle_types.map(({ vehicle_type_id: id }) => id));
  const known = stationIds(feed);
  return [
    ...repeated(vehicles(feed).map(({ vehicle_id: id }) => id)).map((id) => `Two vehicles are called ${id}.`),
    ...vehicles(feed).flatMap(({ vehicle_id: id, station_id: station, lat, lon, vehicle_type_id: type }) => [
      ...(station !== undefined || (lat !== undefined && lon !== undefined) ? [] : [`${id} stands nowhere.`]),
      ...(station === undefined || known.has(station) ? [] : [`${id} stands at no station: ${station}.`]),
      ...(type !== undefined && types.has(type) ? [] : [`${id} is of a type that there is not: ${type}.`]),
    ]),
  ];
}

/** A bike that can be rented is counted at its station, and the reverse. Both files must be of one moment for that. */
function vehiclesCounted(feed: Feed): string[] {
  if (feed.vehicle_status.last_updated !== feed.station_status.last_updated) return [];
  const rentable = vehicles(feed).filter(({ is_reserved: reserved, is_disabled: disabled }) => !reserved && !disabled);
  const counts = new Map<string, number>();
  for (const { station_id: id = '' } of rentable) counts.set(id, (counts.get(id) ?? 0) + 1);
  return statuses(feed)
    .filter(({ station_id: id, num_vehicles_available: bikes }) => bikes !== (counts.get(id) ?? 0))
    .map(
      ({ station_id: id, num_vehicles_available: bikes }) =>
        `${id} counts ${bikes} bikes and has ${counts.get(id) ?? 0}.`,
    );
}

/** Rules about stations and what stands there. */
export const STATION_RULES: Record<string, Rule> = {
  sameStations,
  docksCounted,
  withinCapacity,
  typesSumUp,
  closureTold,
  reportedBefore,
  placesResolve,
  vehiclesPlaced,
  vehiclesCounted,
};
