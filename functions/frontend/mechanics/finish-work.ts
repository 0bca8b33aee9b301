import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { WorkToFinish } from '../contract.ts';
import { frontendWorkshopEnv } from '../env.ts';
import { callingMechanic, jsonBody, repairIdAsked } from '../request.ts';
import { type WorkOrders, workOrderCall } from './work-orders.ts';

/** `POST /v1/mechanics/work-orders/{repairId}/finish`: the mechanic is done; somebody inspects the bike next. */
export function finishWork(deps: { workOrders: Pick<WorkOrders, 'finishWork'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const mechanic = callingMechanic(request);
    const repairId = repairIdAsked(request);
    const order = await deps.workOrders.finishWork({ repairId, mechanic, ...jsonBody(request, WorkToFinish) });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: order };
  };
}

export const handler = httpHandler({
  bind: () => {
    const names = readEnv({ finishWork: frontendWorkshopEnv.finishWork });
    return finishWork({ workOrders: { finishWork: workOrderCall(names.finishWork) } });
  },
});
