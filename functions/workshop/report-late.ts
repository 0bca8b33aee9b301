import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type TellingDependencies, tellingDependencies } from './dependencies.ts';
import { type CardWithOrder, openOrder } from './known-order.ts';
import { eventOf, indexed, late } from './order-book.ts';
import { type LateReported, ReportLate } from './repair-contract.ts';

/**
 * Raises the priority of a work order whose time is up, gives it time anew, and tells of it. A repeat raises nothing.
 *
 * @throws WorkOrderUnknown, ItemContended
 */
export function reportLate({ workshop, rules, clock, publish }: TellingDependencies) {
  return async ({ repairId, dueAt }: ReportLate): Promise<LateReported> => {
    const { order, bikeId } = await untilSaved<CardWithOrder>(async () => {
      const card = await openOrder(workshop, repairId);
      const order = late(card.order, dueAt, clock.now(), rules);
      if (order === card.order) return card;
      const next = { ...card, order };
      return (await workshop.save(indexed(next, rules))) ? next : undefined;
    });
    await publish([eventOf('WorkOrderLate', dueAt, bikeId, order)]);
    return { priority: order.priority, dueAt: order.dueAt };
  };
}

export const handler = workflowHandler({
  command: ReportLate,
  bind: () => reportLate(tellingDependencies()),
});
