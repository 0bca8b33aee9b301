import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { RequestInvalid } from '../../shared/problem.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { RentalRequest } from '../contract.ts';
import { frontendEnv } from '../env.ts';
import { callingKiosk, jsonBody, rentalIdIn } from '../request.ts';
import { lambdaOrchestration, type Orchestration } from './orchestration.ts';

/**
 * `PUT /v1/rentals/{rentalId}`: the rider has answered the second prompt. The kiosk mints the id, so that it may
 * ask again as often as it must: the same request gets the same answer.
 */
export function requestRental(deps: { orchestration: Orchestration }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const kioskId = callingKiosk(request);
    const rentalId = rentalIdIn(request);
    if (!rentalId) throw new RequestInvalid([{ pointer: '{rentalId}', detail: 'must be a UUID in lower case' }]);
    const body = jsonBody(request, RentalRequest);
    const rental = await deps.orchestration.startRental({ rentalId, kioskId, ...body });
    const headers = { location: `/v1/rentals/${rentalId}`, 'cache-control': 'no-store' };
    return { status: 202, headers, body: rental };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.rentals,
      frontendAllowances(),
      requestRental({ orchestration: lambdaOrchestration(readEnv(frontendEnv)) }),
    ),
});
