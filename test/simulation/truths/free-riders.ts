import { casesOfRentals, type Truth } from './truth.ts';

/** Truth 7 of the design, its first half: who has brought everything back may rent again. */
export const freeRiders: Truth = {
  says: 'Whoever has no bike has all their places free.',
  reads: ['bikes', 'cases'],
  broken({ records }) {
    const hasCase = casesOfRentals(records);
    return records.parties.flatMap(({ out }) =>
      out
        .filter((hold) => !hasCase(hold.split('#')[0] ?? ''))
        .map((hold) => `A place is still taken by ${hold}, and no case says why.`),
    );
  },
};
