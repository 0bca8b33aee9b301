import type { Truth } from './truth.ts';

/** How often what has expired is swept; it may take as long as the sweep itself on top, in milliseconds. */
const SWEEP_MS = 11 * 60_000;

/** Truth 8 of the design. */
export const noCredentialLeft: Truth = {
  says: 'No credential outlives its session.',
  reads: ['sessions'],
  broken({ now, records: { sessions } }) {
    return sessions
      .filter(({ expiresAt }) => expiresAt * 1000 < now - SWEEP_MS)
      .map(({ sessionId }) => `Session ${sessionId} is over, and its credential is still there.`);
  },
};
