import { workflowHandler } from '../shared/workflow-handler.ts';
import { InspectWork, type WorkOrder } from './contract.ts';
import { type WorkDependencies, workDependencies } from './dependencies.ts';
import { doWork } from './do-work.ts';
import { inspectWork } from './work-order.ts';

/**
 * The bike is good to be offered again, or is not: then its work order is open again.
 *
 * @throws WorkOrderUnknown, WorkOrderTaken, WorkOrderOutOfTurn, ItemContended
 */
export function inspectWorkOrder(deps: WorkDependencies) {
  return (command: InspectWork): Promise<WorkOrder> =>
    doWork(deps, command, (order, deed) => inspectWork(order, deed, command));
}

export const handler = workflowHandler({
  command: InspectWork,
  bind: () => inspectWorkOrder(workDependencies()),
});
