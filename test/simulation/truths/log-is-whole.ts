import type { Truth } from './truth.ts';

/** Whoever reads the log alone knows where each bike stands in its life. */
export const logIsWhole: Truth = {
  says: 'The log of bikes ends with what their records say.',
  reads: ['bikes', 'log'],
  broken({ records: { bikes, events } }) {
    const byBike = Map.groupBy(events, ({ vehicle_id: bikeId }) => bikeId);
    return bikes.flatMap(({ bikeId, state, moves = [] }) => {
      const last = byBike.get(bikeId)?.reduce((one, other) => (other.timestamp > one.timestamp ? other : one));
      if (!last) return moves.length > 0 ? [`${bikeId} has moved, and the log knows nothing of it.`] : [];
      return last.vehicle_state === state ? [] : [`${bikeId} is ${state}; the log ends with ${last.vehicle_state}.`];
    });
  },
};
