import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { frontendEnv } from '../env.ts';
import { callingKiosk, rentalIdAsked } from '../request.ts';
import { lambdaOrchestration, type Orchestration } from './orchestration.ts';

/** Whether the caller has this version already (RFC 9110, section 13.1.2: the weak comparison). */
function isKnown(etag: string, ifNoneMatch = ''): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etag);
}

/** `GET /v1/rentals/{rentalId}`: how the rental stands. Its revision is its entity tag. */
export function viewRental(deps: { orchestration: Orchestration }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const kioskId = callingKiosk(request);
    const rentalId = rentalIdAsked(request);
    const view = await deps.orchestration.readRental({ rentalId, kioskId });
    const etag = `"${view.revision}"`;
    const headers = { etag, 'cache-control': 'private, no-cache' };
    if (isKnown(etag, request.headers['if-none-match'])) return { status: 304, headers };
    return { status: 200, headers, body: view };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.views,
      frontendAllowances(),
      viewRental({ orchestration: lambdaOrchestration(readEnv(frontendEnv)) }),
    ),
});
