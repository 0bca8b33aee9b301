import { instant } from '../../seams/clock.ts';
import { untilSaved } from '../shared/table.ts';
import type { WorkOrder } from './contract.ts';
import type { WorkDependencies } from './dependencies.ts';
import { OwnWork, PhotosTooMany, WorkOrderOutOfTurn, WorkOrderTaken, WorkPhotoMissing } from './errors.ts';
import { knownOrder } from './known-order.ts';
import type { OpenOrder } from './open-order.ts';
import { indexed } from './order-book.ts';
import { closedOrderShown, openOrderShown } from './shown-order.ts';
import { completeStep } from './step.ts';
import type { Changed, Refusal } from './work-order.ts';
import type { PhotoRefusal } from './work-photo.ts';

interface Deed {
  repairId: string;
  mechanic: string;
  requestId: string;
}

const PHOTO_FAULTS: Record<PhotoRefusal, string> = {
  photoNeeded: 'Work is finished with a photo of it, or with a word on why there is none.',
  photoUnknown: 'That photo is not of this work. Take another one.',
  photoAwaited: 'The photo has not arrived yet. Wait a moment, or take another one.',
  photoRejected: 'What arrived is no photo. Take another one.',
};

function refuse(refusal: Refusal, { repairId, startedAt, status }: OpenOrder): never {
  switch (refusal) {
    case 'taken':
      throw new WorkOrderTaken(`Another mechanic has had the work order ${repairId} since ${startedAt}.`);
    case 'own':
      throw new OwnWork(`You have mended ${repairId} yourself: another mechanic, or an operator, has to inspect it.`);
    case 'outOfTurn':
      throw new WorkOrderOutOfTurn(`The work order ${repairId} is ${status}, and so this is not its turn.`);
    case 'photosTooMany':
      throw new PhotosTooMany(`The work order ${repairId} has as many photos as it may have.`);
    default:
      throw new WorkPhotoMissing(PHOTO_FAULTS[refusal]);
  }
}

/**
 * Does one thing to a work order, in a mechanic's name, by one conditional write, and tells the workflow that waits for
 * it. Asked again by the same request, it gives the order as it is, and tells the workflow again.
 *
 * @throws WorkOrderUnknown, WorkOrderTaken, OwnWork, WorkOrderOutOfTurn, WorkPhotoMissing, PhotosTooMany, ItemContended
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
