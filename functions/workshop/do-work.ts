import { instant } from '../../seams/clock.ts';
import { untilSaved } from '../shared/table.ts';
import type { WorkOrder } from './contract.ts';
import type { WorkDependencies } from './dependencies.ts';
import { WorkOrderOutOfTurn, WorkOrderTaken } from './errors.ts';
import { knownOrder } from './known-order.ts';
import { indexed } from './order-book.ts';
import { closedOrderShown, openOrderShown } from './shown-order.ts';
import { completeStep } from './step.ts';
import type { Changed, OpenOrder, Refusal } from './work-order.ts';

interface Deed {
  repairId: string;
  mechanic: string;
  requestId: string;
}

function refuse(refusal: Refusal, { repairId, startedAt, status }: OpenOrder): never {
  if (refusal === 'taken')
    throw new WorkOrderTaken(`Another mechanic has had the work order ${repairId} since ${startedAt}.`);
  throw new WorkOrderOutOfTurn(`The work order ${repairId} is ${status}, and so this is not its turn.`);
}

/**
 * Does one thing to a work order, in a mechanic's name, by one conditional write, and tells the workflow that waits for
 * it. Asked again by the same request, it gives the order as it is, and tells the workflow again.
 *
 * @throws WorkOrderUnknown, WorkOrderTaken, WorkOrderOutOfTurn, ItemContended
 */
export async function doWork(
  deps: WorkDependencies,
  { repairId, mechanic, requestId }: Deed,
  change: (order: OpenOrder, deed: { mechanic: string; requestId: string; at: string }) => Changed,
): Promise<WorkOrder> {
  const { workshop, rules, clock, task } = deps;
  const done = await untilSaved(async () => {
    const found = await knownOrder(workshop, repairId);
    if ('closed' in found) {
      const { order } = found.closed;
      if (!order.requests.includes(requestId))
        throw new WorkOrderOutOfTurn(`The work order ${repairId} is closed, and so this is not its turn.`);
      return found;
    }
    const { open: card } = found;
    const changed = change(card.order, { mechanic, requestId, at: instant(clock.now()) });
    if (typeof changed === 'string') return refuse(changed, card.order);
    if (changed === card.order) return { open: card };
    const next = { ...card, order: changed };
    return (await workshop.save(indexed(next, rules))) ? { open: next } : undefined;
  });
  if ('closed' in done) return closedOrderShown(done.closed, mechanic);
  await completeStep(task, done.open);
  return openOrderShown(done.open, { mechanic, nowMs: clock.now(), rules });
}
