import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { frontendEnv } from '../env.ts';
import { ReceiptUnknown } from '../errors.ts';
import { callingKiosk, rentalIdAsked } from '../request.ts';
import { lambdaOrchestration, type Orchestration } from './orchestration.ts';

/** `GET /v1/rentals/{rentalId}/receipt`: what the rides cost, once they are priced. */
export function readReceipt(deps: { orchestration: Orchestration }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const kioskId = callingKiosk(request);
    const rentalId = rentalIdAsked(request);
    const { payment } = await deps.orchestration.readRental({ rentalId, kioskId });
    if (!payment?.receipt)
      throw new ReceiptUnknown('There is no receipt yet: it is written when the last bike is back.');
    return { status: 200, headers: { 'cache-control': 'private, no-cache' }, body: payment.receipt };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.views,
      frontendAllowances(),
      readReceipt({ orchestration: lambdaOrchestration(readEnv(frontendEnv)) }),
    ),
});
