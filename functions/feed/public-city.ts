import type { Alert, StandingBike, StationSnapshot } from '../bikes/feed-contract.ts';
import type { FeedSystem } from './contract.ts';

/** A bike that stands at a station, by the name that it has until its next trip. */
export interface Vehicle {
  vehicleId: string;
  stationId: string;
  state: 'available' | 'reserved' | 'non_operational' | 'non_contactable';
}

/** All that the feed is made of. */
export interface PublicCity {
  system: FeedSystem;
  /** Without a slash at the end. */
  address: string;
  /** When the data was as it is here: RFC 3339. */
  asOf: string;
  stations: StationSnapshot[];
  vehicles: Vehicle[];
  alerts: Alert[];
}

const STANDING = ['available', 'reserved', 'non_operational', 'non_contactable'] as const;

/** Whoever stands at a station has one of these states; the others are somewhere else, or nobody knows where. */
function standingState({ state }: StandingBike): Vehicle['state'] | undefined {
  return STANDING.find((one) => one === state);
}

/**
 * The stations with each bike at one of them. They are read one after another, so that a bike that is brought from one
 * to the next meanwhile may have been seen at both: it is where the newer fact says.
 */
export function eachBikeOnce(stations: StationSnapshot[]): StationSnapshot[] {
  const newest = new Map<string, StandingBike>();
  for (const bike of stations.flatMap(({ bikes }) => bikes)) {
    const known = newest.get(bike.bikeId);
    if (!known || known.since < bike.since) newest.set(bike.bikeId, bike);
  }
  const stands = (bike: StandingBike) => newest.get(bike.bikeId) === bike && standingState(bike) !== undefined;
  return stations.map((station) => ({ ...station, bikes: station.bikes.filter(stands) }));
}

/**
 * The bikes that stand at stations, in an order that says nothing: that of their ids, which are drawn anew with each trip.
 *
 * @param idOf the name of a bike until its next trip
 */
export function vehiclesAt(stations: StationSnapshot[], idOf: (bike: StandingBike) => string): Vehicle[] {
  const vehicles = stations.flatMap(({ kioskId, bikes }) =>
    bikes.flatMap((bike) => {
      const state = standingState(bike);
      return state ? [{ vehicleId: idOf(bike), stationId: kioskId, state }] : [];
    }),
  );
  return vehicles.sort((a, b) => (a.vehicleId < b.vehicleId ? -1 : 1));
}
