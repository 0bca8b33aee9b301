import type { Truth } from './truth.ts';

/** To the cent: what the acquirer has taken is what receipts say, and what they say adds up. */
export const balancedBooks: Truth = {
  says: 'The books balance: what was taken off cards is what riders were told.',
  reads: ['payments', 'holds'],
  broken({ records: { payments, holds } }) {
    const taken = new Map(holds.map(({ rentalId, captured }) => [rentalId, captured]));
    return payments.flatMap(({ rentalId, status, receipt }) => {
      const captured = taken.get(rentalId) ?? 0;
      if (!receipt) return captured > 0 ? [`${captured} was taken for ${rentalId}, which has no receipt.`] : [];
      const sum = receipt.lines.reduce((total, { amount }) => total + amount, 0);
      const faults = [
        sum !== receipt.total && `its lines add up to ${sum}, its total is ${receipt.total}`,
        receipt.captured + receipt.outstanding !== receipt.total && `captured and outstanding are not its total`,
        status === 'captured' &&
          captured !== receipt.captured &&
          `it says ${receipt.captured}, and ${captured} was taken`,
      ].filter((fault) => fault !== false);
      return faults.map((fault) => `The receipt of ${rentalId}: ${fault}.`);
    });
  },
};
