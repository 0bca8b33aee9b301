import type { Truth } from './truth.ts';

/** A case that does not say what happened, to what, and what to do helps nobody. */
export const causedCases: Truth = {
  says: 'Every open case has a cause.',
  reads: ['cases'],
  broken({ records: { cases } }) {
    return cases
      .filter(({ status }) => status !== 'closed')
      .filter(({ kind, summary, remedy, error }) => !summary || !remedy || (kind === 'workflowFailed' && !error))
      .map(({ caseId }) => `Case ${caseId} does not say what happened and what to do.`);
  },
};
