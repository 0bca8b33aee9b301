import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type TellingDependencies, tellingDependencies } from './dependencies.ts';
import { type CardWithOrder, openOrder } from './known-order.ts';
import { roundOf } from './open-order.ts';
import { eventOf, indexed } from './order-book.ts';
import { OpenWorkOrder, type WorkOrderOpened } from './repair-contract.ts';

/**
 * Shows mechanics a work order whose workflow has begun, and tells of it. A repeat finds it open.
 *
 * @throws WorkOrderUnknown, ItemContended
 */
export function openWorkOrder({ workshop, rules, publish }: TellingDependencies) {
  return async ({ repairId }: OpenWorkOrder): Promise<WorkOrderOpened> => {
    const { order, bikeId, turn } = await untilSaved<CardWithOrder>(async () => {
      const card = await openOrder(workshop, repairId);
      if (card.order.status !== 'reported') return card;
      const opened = { ...card.order, status: 'open' as const };
      const next = { ...card, order: opened };
      return (await workshop.save(indexed(next, rules))) ? next : undefined;
    });
    await publish([eventOf('WorkOrderOpened', order.openedAt, bikeId, order)]);
    return { priority: order.priority, dueAt: order.dueAt, turn, round: roundOf(order) };
  };
}

export const handler = workflowHandler({
  command: OpenWorkOrder,
  bind: () => openWorkOrder(tellingDependencies()),
});
