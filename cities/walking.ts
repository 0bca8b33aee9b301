import type { CityKiosk } from './city.ts';

/** Mean radius of the Earth in metres (IUGG). */
const EARTH_RADIUS_M = 6_371_009;
/** Streets are not straight: walked distance over straight distance in a town grid, about four to pi. */
const DETOUR = 4 / Math.PI;
/** 1.3 m/s, an ordinary walking pace. */
const PACE_M_PER_MINUTE = 78;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The walk between two places in whole metres: the great circle (haversine), lengthened by the detour of streets. */
export function walkMetres(from: Pick<CityKiosk, 'lat' | 'lon'>, to: Pick<CityKiosk, 'lat' | 'lon'>): number {
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const chord =
    half(from.lat, to.lat) + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * half(from.lon, to.lon);
  return Math.round(2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(chord)) * DETOUR);
}

export interface Neighbour {
  kioskId: string;
  name: string;
  lat: number;
  lon: number;
  metres: number;
  walkMinutes: number;
}

/** The kiosks around `kiosk`, nearest first; at most `most` of them. */
export function neighbours(kiosks: readonly CityKiosk[], kiosk: CityKiosk, most: number): Neighbour[] {
  return kiosks
    .filter(({ id }) => id !== kiosk.id)
    .map(({ id, name, lat, lon }) => ({ kioskId: id, name, lat, lon, metres: walkMetres(kiosk, { lat, lon }) }))
    .sort((a, b) => a.metres - b.metres || a.kioskId.localeCompare(b.kioskId))
    .slice(0, most)
    .map((neighbour) => ({ ...neighbour, walkMinutes: Math.max(1, Math.round(neighbour.metres / PACE_M_PER_MINUTE)) }));
}
