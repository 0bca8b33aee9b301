import { workflowHandler } from '../shared/workflow-handler.ts';
import { FinishWork, type WorkOrder } from './contract.ts';
import { type WorkDependencies, workDependencies } from './dependencies.ts';
import { doWork } from './do-work.ts';
import { finishWork } from './work-order.ts';

/**
 * The mechanic is done, and somebody has to inspect the bike. Who finishes twice has finished once, with what they said
 * the first time.
 *
 * @throws WorkOrderUnknown, WorkOrderTaken, WorkOrderOutOfTurn, WorkPhotoMissing, ItemContended
 */
export function finishWorkOrder(deps: WorkDependencies) {
  return (command: FinishWork): Promise<WorkOrder> =>
    doWork(deps, command, (order, deed) => finishWork(order, deed, command));
}

export const handler = workflowHandler({
  command: FinishWork,
  bind: () => finishWorkOrder(workDependencies()),
});
