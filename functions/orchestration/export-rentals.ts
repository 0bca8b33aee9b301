import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import {
  type BikeStep,
  ExportRentals,
  type RentalStanding,
  type RentalsExported,
  type RentalView,
} from './contract.ts';
import { orchestrationEnv } from './env.ts';
import { dynamoRentals, type Rental, type RentalStore } from './rental-store.ts';
import { rentalView } from './rental-view.ts';

/** Read at a time: a page of payments may name as many rentals as it likes. */
const AT_ONCE = 25;

/** The steps that say that a bike was taken. */
const TAKEN: readonly BikeStep[] = ['taken', 'onTrip', 'overdue', 'missing', 'returned'];

/** A rental that failed after bikes were taken has an operator, who redrives it: it has not ended. */
function standingOf(status: RentalView['status'], bikesTaken: number): RentalStanding {
  if (status === 'requested') return 'requested';
  if (status === 'returned') return 'ended';
  return (status === 'failed' || status === 'refused') && bikesTaken === 0 ? 'ended' : 'open';
}

function snapshotOf(rental: Rental): RentalsExported['rentals'][number] {
  const { rentalId, status, requestedAt, bikes } = rentalView(rental);
  const bikesTaken = bikes.filter(({ steps }) => steps.some(({ step }) => TAKEN.includes(step))).length;
  const changes = [requestedAt, ...bikes.flatMap(({ steps }) => steps.map(({ at }) => at))].sort();
  return { rentalId, status: standingOf(status, bikesTaken), bikesTaken, changedAt: changes.at(-1) ?? requestedAt };
}

/** How far rentals have come, by what was seen of them. */
export function exportRentals({ rentals }: { rentals: Pick<RentalStore, 'read'> }) {
  return async ({ rentalIds }: ExportRentals): Promise<RentalsExported> => {
    const found: Rental[] = [];
    for (let start = 0; start < rentalIds.length; start += AT_ONCE) {
      const part = await Promise.all(rentalIds.slice(start, start + AT_ONCE).map((id) => rentals.read(id)));
      found.push(...part.filter((rental) => rental !== undefined));
    }
    return { rentals: found.map(snapshotOf) };
  };
}

export const handler = workflowHandler({
  command: ExportRentals,
  bind: () => {
    const { rentalsTable } = readEnv({ rentalsTable: orchestrationEnv.rentalsTable });
    return exportRentals({ rentals: dynamoRentals(documentClient(), rentalsTable) });
  },
});
