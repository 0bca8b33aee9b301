import { workflowHandler } from '../shared/workflow-handler.ts';
import { AddParts, type WorkOrder } from './contract.ts';
import { type WorkDependencies, workDependencies } from './dependencies.ts';
import { doWork } from './do-work.ts';
import { addParts } from './work-order.ts';

/**
 * Writes down parts that the mechanic has used, while at work.
 *
 * @throws WorkOrderUnknown, WorkOrderTaken, WorkOrderOutOfTurn, ItemContended
 */
export function addPartsUsed(deps: WorkDependencies) {
  return (command: AddParts): Promise<WorkOrder> =>
    doWork(deps, command, (order, deed) => addParts(order, deed, command));
}

export const handler = workflowHandler({
  command: AddParts,
  bind: () => addPartsUsed(workDependencies()),
});
