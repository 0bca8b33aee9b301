import { workflowHandler } from '../shared/workflow-handler.ts';
import { ListWorkOrders, type WorkOrdersListed } from './contract.ts';
import { type WorkshopDependencies, workshopDependencies } from './dependencies.ts';
import type { CardWithOrder } from './known-order.ts';
import { openOrderShown } from './shown-order.ts';
import { inWalkingOrder, type Stop } from './stop.ts';

/** Of each status, more than a team of mechanics works through in a day; those that are due first are there. */
const MOST = 200;

/** The work orders that somebody has to see to, in the order in which to walk to them. */
export function listWorkOrders({ workshop, rules, clock }: WorkshopDependencies) {
  const readStops = async (kioskIds: (string | undefined)[]): Promise<Map<string, Stop>> => {
    const named = [...new Set(kioskIds)].filter((kioskId) => kioskId !== undefined);
    const stops = await Promise.all(named.map((kioskId) => workshop.readStop(kioskId)));
    return new Map(stops.filter((stop) => stop !== undefined).map((stop) => [stop.kioskId, stop]));
  };
  return async ({ mechanic, from }: ListWorkOrders): Promise<WorkOrdersListed> => {
    const statuses = ['open', 'started', 'finished'] as const;
    const pages = await Promise.all(statuses.map((status) => workshop.listDue(status, MOST)));
    const cards = pages.flat().filter((card): card is CardWithOrder => card.order !== undefined);
    const stops = await readStops([from, ...cards.map(({ seen }) => seen.kioskId)]);
    const nowMs = clock.now();
    const shown = cards.map((card) => {
      const stop = stops.get(card.seen.kioskId ?? '');
      return openOrderShown(card, { mechanic, nowMs, rules, stop });
    });
    const positions = new Map([...stops].map(([kioskId, { position }]) => [kioskId, position]));
    return { workOrders: inWalkingOrder(shown, positions, positions.get(from ?? '')) };
  };
}

export const handler = workflowHandler({
  command: ListWorkOrders,
  bind: () => listWorkOrders(workshopDependencies()),
});
