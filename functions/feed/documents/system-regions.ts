import type { Data } from './gbfs.ts';
import type { PublicCity } from './public-city.ts';

/** GBFS 3.0, system_regions: the parts of the city. */
export function systemRegions({ system }: PublicCity): Data<'system_regions'> {
  return { regions: system.facts.regions.map(({ regionId, name }) => ({ region_id: regionId, name })) };
}
