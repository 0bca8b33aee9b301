import { workflowHandler } from '../shared/workflow-handler.ts';
import { StartWork, type WorkOrder } from './contract.ts';
import { type WorkDependencies, workDependencies } from './dependencies.ts';
import { doWork } from './do-work.ts';
import { startWork } from './work-order.ts';

/**
 * A mechanic begins. Of two who begin at once, one has the order, and the other is told that somebody has it.
 *
 * @throws WorkOrderUnknown, WorkOrderTaken, WorkOrderOutOfTurn, ItemContended
 */
export function startWorkOrder(deps: WorkDependencies) {
  return (command: StartWork): Promise<WorkOrder> => doWork(deps, command, (order, deed) => startWork(order, deed));
}

export const handler = workflowHandler({
  command: StartWork,
  bind: () => startWorkOrder(workDependencies()),
});
