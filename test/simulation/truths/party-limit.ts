import type { Truth } from './truth.ts';

/** Truth 3 of the design, on the street: bikes that are really out, of those who share a limit. */
export const partyLimit: Truth = {
  says: 'A party has no more bikes out than its limit, and each of them counts once.',
  reads: ['bikes', 'rentals'],
  broken({ ledger, records: { rentals, parties: kept } }) {
    const limits = new Map(rentals.map(({ rentalId, partyLimit }) => [rentalId, partyLimit]));
    const trips = ledger.riding().filter(({ by }) => by !== undefined);
    const parties = Map.groupBy(trips, ({ by }) => by?.party ?? '');
    // A place that is kept twice is one that its rider lacks, and nobody gives back.
    const twice = kept.flatMap(({ out }) => out.filter((hold, at) => out.indexOf(hold) !== at));
    const tooMany = [...parties].flatMap(([party, out]) => {
      const limit = Math.max(...out.map(({ by }) => limits.get(by?.rentalId ?? '') ?? Number.POSITIVE_INFINITY));
      return out.length > limit
        ? [
            `The party ${party} has ${out.length} bikes, and ${limit} are allowed: ${out.map(({ bikeId, by }) => `${bikeId} of ${by?.rentalId}`).join(', ')}.`,
          ]
        : [];
    });
    return [...tooMany, ...twice.map((hold) => `A party keeps the place of ${hold} twice.`)];
  },
};
