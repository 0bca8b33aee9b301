import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { WorkToInspect } from '../contract.ts';
import { frontendWorkshopEnv } from '../env.ts';
import { callingInspector, jsonBody, repairIdAsked } from '../request.ts';
import { type WorkOrders, workOrderCall } from './work-orders.ts';

/** `POST /v1/mechanics/work-orders/{repairId}/inspect`: the bike may be offered again, or may not. Operators inspect as well. */
export function inspectWork(deps: { workOrders: Pick<WorkOrders, 'inspectWork'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub: mechanic } = callingInspector(request);
    const repairId = repairIdAsked(request);
    const order = await deps.workOrders.inspectWork({ repairId, mechanic, ...jsonBody(request, WorkToInspect) });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: order };
  };
}

export const handler = httpHandler({
  bind: () => {
    const names = readEnv({ inspectWork: frontendWorkshopEnv.inspectWork });
    return inspectWork({ workOrders: { inspectWork: workOrderCall(names.inspectWork) } });
  },
});
