import { instant } from '../../seams/clock.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { repairStarter, type WorkshopDependencies, workshopDependencies } from './dependencies.ts';
import { judged } from './order-book.ts';
import { type DueFound, LookForDue } from './repair-contract.ts';
import type { Repairs } from './repairs.ts';

/** As many as one run takes in hand; the next goes on with the rest. */
const MOST = 500;

/**
 * Opens work orders for bikes whose inspection has fallen due by days, and starts the repairs of orders whose start
 * was lost: an event that a function fails on for some minutes is given up (Lambda, "Asynchronous invocation").
 *
 * @throws ItemContended
 */
export function lookForDue(deps: WorkshopDependencies & { repairs: Repairs }) {
  const { workshop, rules, clock, repairs } = deps;
  const open = (bikeId: string) =>
    untilSaved(async () => {
      const nowMs = clock.now();
      const card = await workshop.readCard(bikeId);
      if (!card || card.order) return card?.order ?? 'none';
      const next = judged(card, rules, { at: instant(nowMs), nowMs });
      return (await workshop.save(next)) ? (next.order ?? 'none') : undefined;
    });
  return async (): Promise<DueFound> => {
    const due = await workshop.listDue('inService', MOST, instant(clock.now()));
    const lost = await workshop.listDue('reported', MOST);
    let started = 0;
    for (const { bikeId } of [...due, ...lost]) {
      const order = await open(bikeId);
      if (order === 'none' || order.status !== 'reported') continue;
      await repairs.start({ repairId: order.repairId, bikeId });
      started++;
    }
    return { started };
  };
}

export const handler = workflowHandler({
  command: LookForDue,
  bind: () => lookForDue({ ...workshopDependencies(), repairs: repairStarter() }),
});
