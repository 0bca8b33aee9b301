import type { Alert, StandingBike, StationSnapshot } from '../../bikes/feed-contract.ts';
import type { FeedSystem } from '../contract.ts';

/** The states in which a bike stands at a station. In the others it is somewhere else, or nobody knows where. */
const STANDING = ['available', 'reserved', 'non_operational', 'non_contactable'] as const;

/** A bike at a station. */
export type StationedBike = StandingBike & { state: (typeof STANDING)[number] };

export interface Station extends StationSnapshot {
  bikes: StationedBike[];
}

/** A bike at a station, by the name that it has until its next trip. */
export interface Vehicle {
  vehicleId: string;
  stationId: string;
  state: StationedBike['state'];
}

/** All that the feed is made of. */
export interface PublicCity {
  system: FeedSystem;
  /** Without a slash at the end. */
  address: string;
  /** When the data was as it is here: RFC 3339. */
  asOf: string;
  stations: Station[];
  vehicles: Vehicle[];
  alerts: Alert[];
}

const isStationed = (bike: StandingBike): bike is StationedBike => STANDING.some((state) => state === bike.state);

/** A bike in a bay that is out of order is one that nobody can have. */
const isBehind = ({ state, bay = 0 }: StationedBike, { bays, faultyBays = [] }: StationSnapshot) =>
  state === 'available' && (faultyBays.includes(bay) || bay > bays);

/**
 * The stations with each bike at one of them. Bikes are read one after another, so that one that is brought from one
 * kiosk to the next meanwhile may have been seen at both: it is where the newer fact says.
 */
export function stationed(stations: readonly StationSnapshot[], standing: readonly StandingBike[]): Station[] {
  const newest = new Map<string, StandingBike>();
  for (const bike of standing) {
    const known = newest.get(bike.bikeId);
    if (!known || known.since < bike.since) newest.set(bike.bikeId, bike);
  }
  const at = Map.groupBy([...newest.values()].filter(isStationed), ({ kioskId }) => kioskId);
  return stations.map((station) => ({
    ...station,
    bikes: (at.get(station.kioskId) ?? []).map((bike) =>
      isBehind(bike, station) ? { ...bike, state: 'non_operational' } : bike,
    ),
  }));
}

/**
 * The bikes that stand at stations, in an order that says nothing: that of their ids, which are drawn anew with each trip.
 *
 * @param idOf the name of a bike until its next trip
 */
export function vehiclesAt(stations: readonly Station[], idOf: (bike: StandingBike) => string): Vehicle[] {
  const vehicles = stations.flatMap(({ kioskId, bikes }) =>
    bikes.map((bike) => ({ vehicleId: idOf(bike), stationId: kioskId, state: bike.state })),
  );
  return vehicles.sort((a, b) => (a.vehicleId < b.vehicleId ? -1 : 1));
}
