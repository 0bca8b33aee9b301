import { workflowHandler } from '../shared/workflow-handler.ts';
import { ReadWorkOrder, type WorkOrder } from './contract.ts';
import { type WorkshopDependencies, workshopDependencies } from './dependencies.ts';
import { knownOrder } from './known-order.ts';
import { closedOrderShown, openOrderShown } from './shown-order.ts';

/**
 * One work order as a mechanic sees it, also after it was closed.
 *
 * @throws WorkOrderUnknown
 */
export function readWorkOrder({ workshop, rules, clock }: WorkshopDependencies) {
  return async ({ repairId, mechanic }: ReadWorkOrder): Promise<WorkOrder> => {
    const found = await knownOrder(workshop, repairId);
    if ('closed' in found) return closedOrderShown(found.closed, mechanic);
    const { kioskId } = found.open.seen;
    const stop = kioskId === undefined ? undefined : await workshop.readStop(kioskId);
    return openOrderShown(found.open, { mechanic, nowMs: clock.now(), rules, stop });
  };
}

export const handler = workflowHandler({
  command: ReadWorkOrder,
  bind: () => readWorkOrder(workshopDependencies()),
});
