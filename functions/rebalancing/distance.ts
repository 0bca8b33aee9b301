import type { Position } from '../bikes/contract.ts';

/** Mean radius of the Earth in metres (IUGG). */
const EARTH_RADIUS_M = 6_371_009;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The straight line between two places in metres, on a map that is flat: a city is small enough for that. */
export function metresBetween(from: Position, to: Position): number {
  const north = radians(to.lat - from.lat);
  const east = radians(to.lon - from.lon) * Math.cos(radians((from.lat + to.lat) / 2));
  return EARTH_RADIUS_M * Math.hypot(north, east);
}
