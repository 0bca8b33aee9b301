import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { DropOff } from '../contract.ts';
import { frontendVanEnv } from '../env.ts';
import { callingMechanic, jsonBody } from '../request.ts';
import { lambdaVan, type Van } from './van.ts';

/** `POST /v1/mechanics/drop-offs`: whoever is signed in puts a bike into a bay, and has it no more. */
export function dropOffBike(deps: { van: Pick<Van, 'dropOffBike'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const mechanic = callingMechanic(request);
    const { requestId, ...place } = jsonBody(request, DropOff);
    const changeId = `drop-off/${requestId}`;
    const dropped = await deps.van.dropOffBike({ changeId, ...place, by: `mechanic/${mechanic}` });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: dropped };
  };
}

export const handler = httpHandler({
  bind: () => dropOffBike({ van: lambdaVan(readEnv(frontendVanEnv)) }),
});
