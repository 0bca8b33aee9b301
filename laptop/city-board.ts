import type { City } from '../cities/city.ts';
import type { OpenKiosk } from './open-kiosks.ts';

/** A line of the start page's board of kiosks. */
export interface BoardEntry {
  kioskId: string;
  name: string;
  lat: number;
  lon: number;
  bikes: number;
  docks: number;
}

/** Every kiosk of the city with what stands in its bays at this moment. */
export function cityBoard(city: City, kiosks: Map<string, OpenKiosk>): { name: string; kiosks: BoardEntry[] } {
  const entries = city.kiosks.map(({ id, name, lat, lon, bays }) => {
    const standing = kiosks.get(id)?.state().machine.bays ?? [];
    const bikes = standing.filter((bay) => bay.bikeId !== null).length;
    return { kioskId: id, name, lat, lon, bikes, docks: bays - bikes };
  });
  return { name: city.name, kiosks: entries };
}
