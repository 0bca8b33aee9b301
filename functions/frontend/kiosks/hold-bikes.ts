import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { RequestInvalid } from '../../shared/problem.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { type ReservationMade, ReservationRequest } from '../contract.ts';
import { frontendReservationsEnv } from '../env.ts';
import { callingKiosk, jsonBody } from '../request.ts';
import { lambdaReservations, type Reservations } from './reservations.ts';

/**
 * `POST /v1/reservations`: a rider who has scanned here wants bikes to wait at another kiosk. Orchestration vouches for
 * the rider and sees to it that the bikes are let go of; bikes hold them. The kiosk mints the id, so that it may ask
 * again: the same request gets the same answer.
 */
export function holdBikes(deps: { reservations: Reservations }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const here = callingKiosk(request);
    const { kioskId: at, ...asked } = jsonBody(request, ReservationRequest);
    if (at === here)
      throw new RequestInvalid([{ pointer: '#/kioskId', detail: 'must be another kiosk than this one' }]);
    const vouched = await deps.reservations.reserveAhead({ ...asked, kioskId: here, at });
    const { reservationId, kioskId, until, bikes } = await deps.reservations.holdAhead(vouched);
    const body: ReservationMade = { reservationId, kioskId, until, bikes: bikes.length };
    return { status: 201, headers: { 'cache-control': 'no-store' }, body };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.reservations,
      frontendAllowances(),
      holdBikes({ reservations: lambdaReservations(readEnv(frontendReservationsEnv)) }),
    ),
});
