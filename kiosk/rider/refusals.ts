import { CloudRefused, CloudUnreachable } from '../cloud/request.ts';
import type { Refusal } from './flow.ts';

/** What a rider is told of a refusal, by the last part of the problem's type (`urn:freewheel:problem:…`). */
const MESSAGES: Record<string, Refusal> = {
  'bike-unavailable': { title: 'No bikes free here', message: 'Somebody was faster.', showNearby: true },
  'party-limit-reached': { title: 'Limit reached', message: 'You may not have that many bikes out at once.' },
  'document-expired': { title: 'Licence expired', message: 'We can take only a licence that is still valid.' },
  'session-expired': { title: 'That took a while', message: 'Please scan your licence again.' },
  'payment-unavailable': {
    title: 'No payment possible',
    message: 'We cannot take a payment right now. Nothing was charged.',
  },
};

/** Turns what the cloud said, or that it said nothing, into words for the rider. */
export function messageFor(error: unknown): Refusal {
  if (error instanceof CloudUnreachable)
    return { title: 'We cannot reach the city right now', message: 'Nothing was charged. Please try again soon.' };
  if (error instanceof CloudRefused) {
    const known = MESSAGES[error.problem.type.split(':').at(-1) ?? ''];
    return known ?? { title: 'That did not work', message: 'Your request was refused. Nothing was charged.' };
  }
  return { title: 'That did not work', message: 'This kiosk has a fault. Please use another one.', showNearby: true };
}
