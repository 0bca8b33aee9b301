import type { Truth } from './truth.ts';

/** A kiosk that is reached has told everything that it saw. */
export const factsTold: Truth = {
  says: 'No fact stays in a kiosk that is reached.',
  reads: [],
  broken({ places }) {
    return [...places.values()].flatMap(({ kioskId, kiosk }) => {
      const state = kiosk()?.state();
      if (!state) return [`${kioskId} is dark.`];
      if (!state.online) return [`${kioskId} is not online.`];
      return state.factsWaiting > 0 ? [`${kioskId} has ${state.factsWaiting} facts that it has told nobody.`] : [];
    });
  },
};
