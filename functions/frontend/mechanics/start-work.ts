import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { WorkToStart } from '../contract.ts';
import { frontendWorkshopEnv } from '../env.ts';
import { callingMechanic, jsonBody, repairIdAsked } from '../request.ts';
import { type WorkOrders, workOrderCall } from './work-orders.ts';

/** `POST /v1/mechanics/work-orders/{repairId}/start`: a mechanic begins, and nobody else does. */
export function startWork(deps: { workOrders: Pick<WorkOrders, 'startWork'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const mechanic = callingMechanic(request);
    const repairId = repairIdAsked(request);
    const order = await deps.workOrders.startWork({ repairId, mechanic, ...jsonBody(request, WorkToStart) });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: order };
  };
}

export const handler = httpHandler({
  bind: () => {
    const names = readEnv({ startWork: frontendWorkshopEnv.startWork });
    return startWork({ workOrders: { startWork: workOrderCall(names.startWork) } });
  },
});
