import type { Truth } from './truth.ts';

/** Truth 6 of the design: every authorisation is captured or voided. Nothing is held under an open hold. */
export const settledHolds: Truth = {
  says: 'Every hold on a card is captured or given back.',
  reads: ['payments', 'holds'],
  broken({ records: { payments, holds } }) {
    return [
      ...holds.filter(({ status }) => status === 'held').map(({ rentalId }) => `Money is still held for ${rentalId}.`),
      ...payments
        .filter(({ unsettled }) => unsettled !== undefined)
        .map(({ rentalId, status }) => `The payment of ${rentalId} is still ${status}.`),
    ];
  },
};
