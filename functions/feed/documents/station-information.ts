import type { Data } from './gbfs.ts';
import type { PublicCity } from './public-city.ts';

/** GBFS 3.0, station_information: where the stations are. Their names are the same in every language. */
export function stationInformation({ system, stations }: PublicCity): Data<'station_information'> {
  const { languages, regions } = system.facts;
  const known = new Set(regions.map(({ regionId }) => regionId));
  return {
    stations: stations.map(({ kioskId, name, position, bays, regionId }) => ({
      station_id: kioskId,
      name: languages.map((language) => ({ text: name, language })),
      lat: position.lat,
      lon: position.lon,
      capacity: bays,
      is_virtual_station: false,
      ...(regionId !== undefined && known.has(regionId) && { region_id: regionId }),
    })),
  };
}
