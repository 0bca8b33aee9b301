import type { Data } from './gbfs.ts';
import type { PublicCity, Station } from './public-city.ts';
import { BICYCLE } from './vehicle-types.ts';

/** Before any word of a kiosk. */
const NEVER = '1970-01-01T00:00:00.000Z';

/**
 * When the kiosk was last heard: its own word, or the newest fact of a bike that it has taken in. Its clock may be
 * ahead by a moment, and nothing that is known was said later than it was known.
 */
function lastReported({ lastReported: told = NEVER, bikes }: Station, asOf: string): string {
  const heard = [told, ...bikes.map(({ since }) => since)].sort().at(-1) ?? NEVER;
  return heard < asOf ? heard : asOf;
}

/** A dock whose bike is out of order is counted with its bike; only one that stands empty is a dock less. */
function docks({ bays, bikes, faultyBays = [] }: Station): { available: number; disabled: number } {
  const taken = new Set(bikes.map(({ bay }) => bay));
  const disabled = faultyBays.filter((bay) => !taken.has(bay)).length;
  return { available: Math.max(0, bays - bikes.length - disabled), disabled };
}

/**
 * GBFS 3.0, station_status. A bike that is reserved, or waits for a mechanic, takes up its dock and is not available.
 * A station that is merely empty rents all the same, and one that is merely full takes bikes back: its rider is told
 * where else to go, and the counts say the rest.
 */
export function stationStatus({ stations, asOf }: PublicCity): Data<'station_status'> {
  return {
    stations: stations.map((station) => {
      const { kioskId, bikes, isInstalled = true, isRenting = true, isReturning = true } = station;
      const available = bikes.filter(({ state }) => state === 'available').length;
      const disabled = bikes.filter(({ state }) => state === 'non_operational' || state === 'non_contactable').length;
      const free = docks(station);
      return {
        station_id: kioskId,
        num_vehicles_available: available,
        vehicle_types_available: [{ vehicle_type_id: BICYCLE, count: available }],
        num_vehicles_disabled: disabled,
        num_docks_available: free.available,
        num_docks_disabled: free.disabled,
        is_installed: isInstalled,
        is_renting: isInstalled && isRenting,
        is_returning: isInstalled && isReturning,
        last_reported: lastReported(station, asOf),
      };
    }),
  };
}
