import type { City } from '../cities/city.ts';
import type { Host } from '../local/host.ts';
import type { Answer } from '../local/wire/server.ts';
import type { OpenKiosk } from './open-kiosks.ts';

/** A line of the start page's board of kiosks. */
export interface BoardEntry {
  kioskId: string;
  name: string;
  lat: number;
  lon: number;
  /** Where the kiosk's own page is, on this laptop. */
  page: string;
  bikes: number;
  docks: number;
}

/** What the start page tells of a city on a laptop. */
export interface Board {
  name: string;
  awsEndpoint: string;
  kiosks: BoardEntry[];
}

export interface BoardSource {
  city: City;
  kiosks: Map<string, OpenKiosk>;
  host: Pick<Host, 'awsEndpoint'>;
}

/** Every kiosk of the city with what stands in its bays at this moment. */
export function cityBoard({ city, kiosks, host }: BoardSource): Board {
  const entries = city.kiosks.map(({ id, name, lat, lon, bays }) => {
    const standing = kiosks.get(id)?.state().machine.bays ?? [];
    const bikes = standing.filter((bay) => bay.bikeId !== null).length;
    return { kioskId: id, name, lat, lon, page: `/kiosks/${id}/`, bikes, docks: bays - bikes };
  });
  return { name: city.name, awsEndpoint: host.awsEndpoint, kiosks: entries };
}

/** The board as the start page reads it: it takes the place of the one that is published, which knows of no counts. */
export function boardPage(board: () => Board): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(board()));
  };
}
