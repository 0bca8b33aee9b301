import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendWorkshopEnv } from '../env.ts';
import { callingInspector, repairIdAsked } from '../request.ts';
import { type WorkOrders, workOrderCall } from './work-orders.ts';

/** `GET /v1/mechanics/work-orders/{repairId}`: one work order, also after it was closed. */
export function readWorkOrder(deps: { workOrders: Pick<WorkOrders, 'readWorkOrder'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub: mechanic } = callingInspector(request);
    const order = await deps.workOrders.readWorkOrder({ repairId: repairIdAsked(request), mechanic });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: order };
  };
}

export const handler = httpHandler({
  bind: () => {
    const names = readEnv({ readWorkOrder: frontendWorkshopEnv.readWorkOrder });
    return readWorkOrder({ workOrders: { readWorkOrder: workOrderCall(names.readWorkOrder) } });
  },
});
