import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { PickUp } from '../contract.ts';
import { frontendVanEnv } from '../env.ts';
import { callingMechanic, jsonBody } from '../request.ts';
import { lambdaVan, type Van } from './van.ts';

/**
 * `POST /v1/mechanics/pick-ups`: whoever is signed in takes a bike from its kiosk and has it from now on. The request's
 * id is minted by the phone, so that it may ask again.
 */
export function pickUpBike(deps: { van: Pick<Van, 'changeBike'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const mechanic = callingMechanic(request);
    const { requestId, bikeId, reason } = jsonBody(request, PickUp);
    const picked = await deps.van.changeBike({
      changeId: `pick-up/${requestId}`,
      bikeId,
      event: reason === 'maintenance' ? 'maintenance_pick_up' : 'rebalance_pick_up',
      to: 'removed',
      by: `mechanic/${mechanic}`,
    });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: picked };
  };
}

export const handler = httpHandler({
  bind: () => pickUpBike({ van: lambdaVan(readEnv(frontendVanEnv)) }),
});
