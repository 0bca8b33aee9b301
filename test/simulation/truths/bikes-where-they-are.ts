import type { Truth } from './truth.ts';

/** The inventory is what stands in the machines; where it is not, an operator has a case about the bike. */
export const bikesWhereTheyAre: Truth = {
  says: 'Each bike stands where its record says, in a state that fits.',
  reads: ['bikes', 'cases'],
  broken({ places, records: { bikes, cases } }) {
    const known = new Set(cases.filter(({ status }) => status !== 'closed').map(({ bikeId }) => bikeId));
    const stands = new Map<string, string>();
    for (const { kioskId, machine } of places.values())
      for (const [bay, bikeId] of machine.read().bays) if (bikeId) stands.set(bikeId, `${kioskId}, bay ${bay}`);
    return bikes.flatMap(({ bikeId, kioskId, bay, state }) => {
      if (known.has(bikeId)) return [];
      const [is, told] = [stands.get(bikeId) ?? 'nowhere', kioskId ? `${kioskId}, bay ${bay}` : 'nowhere'];
      if (is !== told) return [`${bikeId} stands at ${is}; its record says ${told} (${state}).`];
      if (!['available', 'non_operational'].includes(state)) return [`${bikeId} stands at ${is}, and is ${state}.`];
      return [];
    });
  },
};
