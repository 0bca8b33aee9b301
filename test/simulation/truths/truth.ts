import type { Ledger } from '../ledger.ts';
import type { Place } from '../people/place.ts';
import type { Records, Table } from '../records.ts';
import type { VirtualCity } from '../virtual-city.ts';

/** What a truth is judged by: what the services wrote down, and what really happened. */
export interface Evidence {
  city: VirtualCity;
  records: Records;
  ledger: Ledger;
  places: ReadonlyMap<string, Place>;
  /** Executions of workflows, by their names. */
  executions: ReadonlyMap<string, Execution>;
  now: number;
}

export interface Execution {
  workflow: string;
  name: string;
  status: string;
}

/** Tells whether an operator has an open case of a rental, or of a bike that one of its places stands for. */
export function casesOfRentals({ cases, reservations }: Records): (rentalId: string) => boolean {
  const open = cases.filter(({ status }) => status !== 'closed');
  const known = new Set(open.flatMap(({ rentalId, bikeId }) => [rentalId, bikeId]));
  const withBike = reservations.filter(({ bikeId }) => bikeId !== undefined && known.has(bikeId));
  const rentals = new Set([...known, ...withBike.map(({ rentalId }) => rentalId)]);
  return (rentalId) => rentals.has(rentalId);
}

/** Something that must be so. */
export interface Truth {
  /** A sentence. */
  says: string;
  /** The tables from which it could be broken: it is looked at again after each write to one of them. */
  reads: readonly Table[];
  /** Everything that contradicts it, a sentence each, with the ids of what it is about. */
  broken(evidence: Evidence): string[];
}
