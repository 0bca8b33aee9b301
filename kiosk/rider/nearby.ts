import type { Stations } from '../cloud/stations.ts';
import type { KioskConfig } from '../config.ts';
import type { NearbyKiosk } from '../web/contract.ts';

/** Metres that a person walks in a minute, at 4.8 km/h. */
const METRES_PER_MINUTE = 80;
/** Streets are longer than straight lines, by about this factor in cities. */
const DETOUR = 1.3;
const EARTH_RADIUS_M = 6_371_000;

/** The neighbours, nearest first, with what was last heard of them and how long ago that was true. */
export function nearbyKiosks(config: KioskConfig, stations: Stations, now: number): NearbyKiosk[] {
  return config.neighbours
    .map((neighbour): NearbyKiosk => {
      const metres = neighbour.metres ?? Math.round(straightLine(config, neighbour) * DETOUR);
      const status = stations.status(neighbour.kioskId);
      return {
        kioskId: neighbour.kioskId,
        name: neighbour.name,
        metres,
        minutes: Math.max(1, Math.round(metres / METRES_PER_MINUTE)),
        ...(status && {
          bikes: status.num_vehicles_available,
          docks: status.num_docks_available,
          asOf: status.last_reported,
          ageMinutes: Math.max(0, Math.floor((now - Date.parse(status.last_reported)) / 60_000)),
        }),
      };
    })
    .sort((one, other) => one.metres - other.metres);
}

interface Point {
  lat: number;
  lon: number;
}

/** The length of the great circle, by the haversine formula, in metres. */
function straightLine(from: Point, to: Point): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (one: number, other: number) => Math.sin(radians(other - one) / 2) ** 2;
  const h = half(from.lat, to.lat) + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * half(from.lon, to.lon);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(h));
}
