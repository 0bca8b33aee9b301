import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type WorkDependencies, workDependencies } from './dependencies.ts';
import { type CardWithOrder, openOrder } from './known-order.ts';
import { AwaitStep } from './repair-contract.ts';
import { completeStep } from './step.ts';

/**
 * Has a task wait for a step of a repair. A task that is retried registers anew, and the newest waits. Where the step
 * has been made already, the task is told at once.
 *
 * @throws WorkOrderUnknown, ItemContended
 */
export function awaitStep({ workshop, task }: Pick<WorkDependencies, 'workshop' | 'task'>) {
  return async (wait: AwaitStep): Promise<void> => {
    const waiting = await untilSaved<CardWithOrder>(async () => {
      const card = await openOrder(workshop, wait.repairId);
      if (card.order.wait?.taskToken === wait.taskToken) return card;
      const next = { ...card, order: { ...card.order, wait } };
      return (await workshop.save(next)) ? next : undefined;
    });
    await completeStep(task, waiting);
  };
}

export const handler = workflowHandler({
  command: AwaitStep,
  bind: () => awaitStep(workDependencies()),
});
