import type { Truth } from './truth.ts';

/** Truth 7 of the design, its first half: who has brought everything back may rent again. */
export const freeRiders: Truth = {
  says: 'Whoever has no bike has all their places free.',
  reads: ['bikes'],
  broken({ records: { parties, cases } }) {
    const known = (hold: string) =>
      cases.some(({ status, rentalId }) => status !== 'closed' && hold.startsWith(rentalId ?? ' '));
    return parties.flatMap(({ out }) =>
      out.filter((hold) => !known(hold)).map((hold) => `A place is still taken by ${hold}, and no case says why.`),
    );
  },
};
