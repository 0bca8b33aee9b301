import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { PartsToAdd } from '../contract.ts';
import { frontendWorkshopEnv } from '../env.ts';
import { callingMechanic, jsonBody, repairIdAsked } from '../request.ts';
import { type WorkOrders, workOrderCall } from './work-orders.ts';

/** `POST /v1/mechanics/work-orders/{repairId}/parts`: the mechanic has used some parts. */
export function addParts(deps: { workOrders: Pick<WorkOrders, 'addParts'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const mechanic = callingMechanic(request);
    const repairId = repairIdAsked(request);
    const order = await deps.workOrders.addParts({ repairId, mechanic, ...jsonBody(request, PartsToAdd) });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: order };
  };
}

export const handler = httpHandler({
  bind: () => {
    const names = readEnv({ addParts: frontendWorkshopEnv.addParts });
    return addParts({ workOrders: { addParts: workOrderCall(names.addParts) } });
  },
});
