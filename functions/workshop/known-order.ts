import type { BikeCard } from './bike-card.ts';
import { WorkOrderUnknown } from './errors.ts';
import type { OpenOrder } from './open-order.ts';
import { bikeOf, type ClosedOrder } from './order-book.ts';
import type { WorkshopStore } from './workshop-store.ts';

export type CardWithOrder = BikeCard & { order: OpenOrder };

const holds = (card: BikeCard | undefined, repairId: string): card is CardWithOrder =>
  card?.order?.repairId === repairId;

/**
 * A work order, open or closed.
 *
 * @throws WorkOrderUnknown
 */
export async function knownOrder(
  workshop: WorkshopStore,
  repairId: string,
): Promise<{ open: CardWithOrder } | { closed: ClosedOrder }> {
  const card = await workshop.readCard(bikeOf(repairId));
  if (holds(card, repairId)) return { open: card };
  // It may have been closed in between: closing writes the closed order first.
  const closed = await workshop.readClosed(repairId);
  if (closed) return { closed };
  throw new WorkOrderUnknown(`There is no work order ${repairId}.`);
}

/**
 * A work order that is open.
 *
 * @throws WorkOrderUnknown where it is closed, too.
 */
export async function openOrder(workshop: WorkshopStore, repairId: string): Promise<CardWithOrder> {
  const found = await knownOrder(workshop, repairId);
  if ('open' in found) return found.open;
  throw new WorkOrderUnknown(`The work order ${repairId} is closed.`);
}
