import { instant } from '../../seams/clock.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { repairStarter, type TellingDependencies, tellingDependencies } from './dependencies.ts';
import { knownOrder } from './known-order.ts';
import { type ClosedOrder, closedOrder, eventOf, judged, withoutOrder } from './order-book.ts';
import { CloseWorkOrder, type WorkOrderClosed } from './repair-contract.ts';
import type { Repairs } from './repairs.ts';
import { findingsOf } from './triage.ts';

/**
 * Closes a work order: it is kept as it ended, first, and then the bike's card has none. What was said of the bike since
 * its inspection may open the next. A repeat finds it closed.
 *
 * @throws WorkOrderUnknown, ItemContended
 */
export function closeWorkOrder(deps: TellingDependencies & { repairs: Repairs }) {
  const { workshop, rules, clock, publish, repairs } = deps;
  const close = async ({ repairId, outcome }: CloseWorkOrder): Promise<ClosedOrder | undefined> => {
    const found = await knownOrder(workshop, repairId);
    if ('closed' in found) return found.closed;
    const nowMs = clock.now();
    const at = instant(nowMs);
    // An earlier attempt may have come so far.
    const kept = await workshop.readClosed(repairId);
    const closing = kept ?? closedOrder(found.open, findingsOf(found.open, rules, nowMs), { at, nowMs, outcome });
    if (!kept && !(await workshop.save(closing))) return undefined;
    const bare = withoutOrder(found.open, rules);
    const next = bare.status === 'gone' ? bare : judged(bare, rules, { at, nowMs });
    return (await workshop.save(next)) ? closing : undefined;
  };
  return async (command: CloseWorkOrder): Promise<WorkOrderClosed> => {
    const { bikeId, order, closedAt, outcome } = await untilSaved(() => close(command));
    const next = (await workshop.readCard(bikeId))?.order;
    if (next?.status === 'reported') await repairs.start({ repairId: next.repairId, bikeId });
    await publish([eventOf('WorkOrderClosed', closedAt, bikeId, order)]);
    return { repairId: command.repairId, bikeId, outcome, closedAt };
  };
}

export const handler = workflowHandler({
  command: CloseWorkOrder,
  bind: () => closeWorkOrder({ ...tellingDependencies(), repairs: repairStarter() }),
});
