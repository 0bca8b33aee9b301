import type { StationStatus } from '../../functions/bikes/contract.ts';
import type { Stations } from '../cloud/stations.ts';
import type { KioskConfig } from '../config.ts';
import type { NearbyKiosk } from '../web/contract.ts';

/** Metres that a person walks in a minute, at 4.8 km/h. */
const METRES_PER_MINUTE = 80;
/** Streets are longer than straight lines, by about this factor in cities. */
const DETOUR = 1.3;
const EARTH_RADIUS_M = 6_371_000;
/**
 * What is older than this is not told as true: at a busy kiosk a bike is taken every few minutes, and whoever walks for
 * ten of them has come to trust what the screen said.
 */
const TRUSTED_FOR_MS = 15 * 60_000;

/**
 * The neighbours, nearest first, with what was last heard of them. `asOf` is the moment as of which all that was heard
 * is true, by the corrected clock. Where that is too long ago, no counts are given; how long ago it was is.
 */
export function nearbyKiosks(
  config: KioskConfig,
  stations: Stations,
  { asOf, now }: { asOf: number | undefined; now: number },
): NearbyKiosk[] {
  const ageMs = asOf === undefined ? undefined : Math.max(0, now - asOf);
  return config.neighbours
    .map((neighbour): NearbyKiosk => {
      const metres = neighbour.metres ?? Math.round(straightLine(config, neighbour) * DETOUR);
      const status = stations.status(neighbour.kioskId);
      return {
        kioskId: neighbour.kioskId,
        name: neighbour.name,
        metres,
        minutes: Math.max(1, Math.round(metres / METRES_PER_MINUTE)),
        ...(status && ageMs !== undefined && heardOf(status, ageMs)),
      };
    })
    .sort((one, other) => one.metres - other.metres);
}

/** A kiosk that rents nothing has no bikes for anybody, and one that takes no returns no docks. */
function heardOf(
  status: StationStatus,
  ageMs: number,
): Pick<NearbyKiosk, 'bikes' | 'docks' | 'ageMinutes' | 'isStale'> {
  const ageMinutes = Math.floor(ageMs / 60_000);
  if (ageMs > TRUSTED_FOR_MS) return { ageMinutes, isStale: true };
  return {
    bikes: status.is_renting === false ? 0 : status.num_vehicles_available,
    docks: status.is_returning === false ? 0 : status.num_docks_available,
    ageMinutes,
  };
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
