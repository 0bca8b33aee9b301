import { casesOfRentals, type Truth } from './truth.ts';

const RENTING = ['rental', 'ride', 'undo'];
/** Their executions are named after the rental, `undo` with more behind it. */
const UUID_LENGTH = 36;

/** Truth 7 of the design, its second half: each rental ends completed, refused, or in a case that an operator sees. */
export const noRentalLost: Truth = {
  says: 'Each rental has ended, or an operator has its case.',
  reads: ['rentals', 'cases', 'bikes'],
  broken({ executions, records }) {
    const { rentals, reservations } = records;
    const hasCase = casesOfRentals(records);
    const running = [...executions.values()].filter(
      ({ workflow, status }) => RENTING.includes(workflow) && status !== 'SUCCEEDED',
    );
    const lost = rentals.filter(({ rentalId, started }) => started && !executions.has(`rental:${rentalId}`));
    const left = reservations.filter(({ status }) => status === 'held' || status === 'taken');
    return [
      ...running
        .filter(({ name }) => !hasCase(name.slice(0, UUID_LENGTH)))
        .map(({ workflow, name, status }) => `The ${workflow} ${name} is ${status}, and no case is open.`),
      ...lost.map(({ rentalId }) => `Rental ${rentalId} was started, and has no execution.`),
      ...left
        .filter(({ rentalId }) => !hasCase(rentalId))
        .map(({ hold, status, bikeId }) => `${hold} is still ${status} with ${bikeId}, and no case is open.`),
    ];
  },
};
