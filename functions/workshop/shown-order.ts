import type { BikeCard } from './bike-card.ts';
import type { WorkOrder, WorkshopRules } from './contract.ts';
import type { OpenOrder } from './open-order.ts';
import type { ClosedOrder } from './order-book.ts';
import type { Stop } from './stop.ts';
import { findingsOf } from './triage.ts';
import { mayInspect } from './work-order.ts';
import { photosOf } from './work-photo.ts';

/** Who looks at an order, and what that takes. */
interface Onlooker {
  mechanic: string;
  nowMs: number;
  rules: WorkshopRules;
  stop?: Stop | undefined;
}

type Shown = Pick<WorkOrder, 'bikeId' | 'findings' | 'isLate' | 'mayInspect'> &
  Partial<Pick<WorkOrder, 'place' | 'closedAt' | 'outcome'>>;

function shown(order: OpenOrder, mechanic: string, { place, closedAt, outcome, ...rest }: Shown): WorkOrder {
  const { repairId, status, priority, openedAt, dueAt, startedBy, startedAt, parts, rounds } = order;
  const told = rounds.map(({ finishedAt, checklist, note, photoId, noPhotoBecause, inspection }) => ({
    ...{ finishedAt, checklist, ...(note === undefined ? {} : { note }) },
    ...{ ...(photoId && { photoId }), ...(noPhotoBecause && { noPhotoBecause }) },
    ...(inspection && { inspection: withoutName(inspection) }),
  }));
  return {
    ...{ repairId, status: closedAt ? 'closed' : status === 'reported' ? 'open' : status, priority, openedAt, dueAt },
    ...{ ...rest, isMine: startedBy === mechanic, parts, photos: photosOf(order), rounds: told },
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(place && { place }),
    ...(closedAt && outcome ? { closedAt, outcome } : {}),
  };
}

function withoutName({ verdict, at, note }: NonNullable<OpenOrder['rounds'][number]['inspection']>) {
  return { verdict, at, ...(note === undefined ? {} : { note }) };
}

/** A bike's open order as a mechanic sees it. */
export function openOrderShown(
  card: BikeCard & { order: OpenOrder },
  { mechanic, nowMs, rules, stop }: Onlooker,
): WorkOrder {
  const { bikeId, order, seen } = card;
  const { kioskId, bay } = seen;
  const place =
    kioskId !== undefined && bay !== undefined
      ? { place: { kioskId, bay, ...(stop ? { kioskName: stop.name } : {}) } }
      : {};
  const isLate = order.lateSince.length > 0 || Date.parse(order.dueAt) < nowMs;
  const findings = findingsOf(card, rules, nowMs);
  return shown(order, mechanic, { bikeId, findings, isLate, mayInspect: mayInspect(order, mechanic, rules), ...place });
}

export function closedOrderShown(
  { bikeId, order, findings, closedAt, outcome }: ClosedOrder,
  mechanic: string,
): WorkOrder {
  const isLate = order.lateSince.length > 0;
  return shown(order, mechanic, { bikeId, findings, isLate, mayInspect: false, closedAt, outcome });
}
