import type { Authorize } from '../../../local/iot/authorize.ts';

/** Lets everybody do everything, for tests that are about something else. */
export const anyone: Authorize = {
  connect: ({ clientId, certificateId = 'none' }) => ({ clientId, certificateId }),
  stay: () => true,
  publish: () => true,
  subscribe: () => true,
  receive: () => true,
};
