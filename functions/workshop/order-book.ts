import { keptUntil } from '../shared/retention.ts';
import type { Versioned } from '../shared/table.ts';
import type { BikeCard } from './bike-card.ts';
import type { Finding, Outcome, WorkOrderEvent, WorkshopRules } from './contract.ts';
import { newOrder, type OpenOrder } from './open-order.ts';
import { earlier } from './ride.ts';
import { saidAfter } from './said.ts';
import { dueFrom, inspectionDue, morePressing, raised, triage } from './triage.ts';

/** A closed order, as it is kept for a year. */
export interface ClosedOrder extends Versioned {
  bikeId: string;
  order: OpenOrder;
  findings: Finding[];
  closedAt: string;
  outcome: Outcome;
}

export const closedKey = (repairId: string) => `order#${repairId}`;

/** The bike that a repair is of: its id, and the number of the repair. */
export const bikeOf = (repairId: string) => repairId.replace(/-\d+$/, '');

/** The card with what the index shows of it: whose turn it is, and when. */
export function indexed(card: BikeCard, rules: WorkshopRules): BikeCard {
  const { order, status } = card;
  if (order) return { ...card, status: order.status, dueAt: order.dueAt };
  return { ...card, status: status === 'gone' ? 'gone' : 'inService', dueAt: inspectionDue(card, rules) };
}

/**
 * The card with a work order where somebody has to look at the bike, or with a more pressing one where there is one.
 * `at`: RFC 3339, and the same moment in milliseconds.
 */
export function judged(card: BikeCard, rules: WorkshopRules, { at, nowMs }: { at: string; nowMs: number }): BikeCard {
  const { order, repairs, bikeId } = card;
  const found = order?.status === 'passed' ? undefined : triage(card, rules, nowMs);
  if (!found) return indexed(card, rules);
  const dueAt = dueFrom(nowMs, found.priority, rules);
  if (!order) {
    const opened = newOrder(`${bikeId}-${repairs + 1}`, found.priority, at, dueAt);
    return indexed({ ...card, status: 'inService', repairs: repairs + 1, order: opened }, rules);
  }
  const priority = morePressing(order.priority, found.priority);
  if (priority === order.priority) return indexed(card, rules);
  return indexed({ ...card, order: { ...order, priority, dueAt: earlier(dueAt, order.dueAt) } }, rules);
}

/** The order late once more: more pressing, with time given anew. Told again of the same time, it is late once. */
export function late(order: OpenOrder, dueAt: string, nowMs: number, rules: WorkshopRules): OpenOrder {
  if (order.lateSince.includes(dueAt)) return order;
  const priority = raised(order.priority);
  return { ...order, priority, lateSince: [...order.lateSince, dueAt], dueAt: dueFrom(nowMs, priority, rules) };
}

export function closedOrder(
  { bikeId, order }: BikeCard & { order: OpenOrder },
  findings: Finding[],
  { at, nowMs, outcome }: { at: string; nowMs: number; outcome: Outcome },
): ClosedOrder {
  const { wait: _, ...kept } = order;
  const pk = closedKey(order.repairId);
  return { pk, revision: 0, bikeId, order: kept, findings, closedAt: at, outcome, ttl: keptUntil(nowMs, 'repair') };
}

/** When the inspection that ended an order passed. */
function passedAt({ rounds }: OpenOrder): string | undefined {
  const inspection = rounds.at(-1)?.inspection;
  return inspection?.verdict === 'passed' ? inspection.at : undefined;
}

/**
 * The card without its order. What an inspection has seen to is off it, and the days and rides to the next are counted
 * anew; what was said since stays. Of a bike that was waited for in vain nothing is seen to.
 */
export function withoutOrder(card: BikeCard & { order: OpenOrder }, rules: WorkshopRules): BikeCard {
  const { order, ...bare } = card;
  const inspectedAt = passedAt(order);
  if (inspectedAt === undefined) return indexed({ ...bare, status: 'gone' }, rules);
  const since = Object.entries(card.signals).map(([kind, said]) => [kind, saidAfter(said, inspectedAt)]);
  const ridesSince = card.rides.filter(({ endedAt = '' }) => endedAt > inspectedAt).length;
  return indexed(
    {
      ...bare,
      signals: Object.fromEntries(since.filter(([, said]) => said !== undefined)),
      ridesSince,
      inspectedAt,
      clearedAt: inspectedAt,
      status: 'inService',
    },
    rules,
  );
}

/** What there is to tell of an order. */
export function eventOf(
  type: WorkOrderEvent['type'],
  at: string,
  bikeId: string,
  { repairId, priority, lateSince }: OpenOrder,
): { type: string; detail: WorkOrderEvent } {
  return { type, detail: { type, at, repairId, bikeId, priority, timesLate: lateSince.length } };
}
