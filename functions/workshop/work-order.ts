import type { AddParts, FinishWork, InspectWork, WorkshopRules } from './contract.ts';
import type { OpenOrder } from './open-order.ts';
import { hasRoomForPhoto, type PhotoRefusal, photoFault, withAnnounced } from './work-photo.ts';

interface Deed {
  mechanic: string;
  requestId: string;
  /** RFC 3339. */
  at: string;
}

/** Why something cannot be done: somebody else does it, it is not its turn, it is about one's own work, or a photo will not do. */
export type Refusal = 'taken' | 'outOfTurn' | 'own' | 'photosTooMany' | PhotoRefusal;
export type Changed = OpenOrder | Refusal;

/** Far more than a repair takes. An order that is asked more often has answered them all by state. */
const REQUESTS_KEPT = 100;

type InspectionRules = Pick<WorkshopRules, 'mayInspectOwnWork'>;

const noted = ({ requests }: OpenOrder, { requestId }: Deed) => [...requests, requestId].slice(-REQUESTS_KEPT);
const isOthers = ({ startedBy }: OpenOrder, { mechanic }: Deed) => startedBy !== undefined && startedBy !== mechanic;

/** A deed is done once: the same request, or the same mechanic again, finds the order as it is. */
function once(order: OpenOrder, deed: Deed, isDone: boolean, change: () => Changed): Changed {
  return isDone || order.requests.includes(deed.requestId) ? order : change();
}

export function startWork(order: OpenOrder, deed: Deed): Changed {
  return once(order, deed, order.status === 'started' && !isOthers(order, deed), () => {
    if (order.status === 'started') return 'taken';
    if (order.status !== 'open') return 'outOfTurn';
    const { mechanic, at } = deed;
    return { ...order, status: 'started', startedBy: mechanic, startedAt: at, requests: noted(order, deed) };
  });
}

/** The order, for the mechanic who has started it. */
function own(order: OpenOrder, deed: Deed, change: () => Changed): Changed {
  if (order.status !== 'started') return 'outOfTurn';
  return isOthers(order, deed) ? 'taken' : change();
}

export function addParts(order: OpenOrder, deed: Deed, { parts }: Pick<AddParts, 'parts'>): Changed {
  return once(order, deed, false, () =>
    own(order, deed, () => ({ ...order, parts: [...order.parts, ...parts], requests: noted(order, deed) })),
  );
}

export function announcePhoto(order: OpenOrder, deed: Deed, photoId: string): Changed {
  return once(order, deed, false, () =>
    own(order, deed, () => {
      if (!hasRoomForPhoto(order)) return 'photosTooMany';
      return { ...withAnnounced(order, photoId), requests: noted(order, deed) };
    }),
  );
}

export function finishWork(
  order: OpenOrder,
  deed: Deed,
  done: Pick<FinishWork, 'checklist' | 'parts' | 'note' | 'photoId' | 'noPhotoBecause'>,
): Changed {
  const { mechanic, at } = deed;
  const wasMine = order.status === 'finished' && order.rounds.at(-1)?.finishedBy === mechanic;
  return once(order, deed, wasMine, () =>
    own(order, deed, () => {
      const fault = photoFault(order, done);
      if (fault) return fault;
      const { checklist, note, photoId } = done;
      const noPhotoBecause = photoId === undefined ? done.noPhotoBecause : undefined;
      const round = { finishedBy: mechanic, finishedAt: at, checklist, note, photoId, noPhotoBecause };
      const parts = [...order.parts, ...(done.parts ?? [])];
      return { ...order, status: 'finished', rounds: [...order.rounds, round], parts, requests: noted(order, deed) };
    }),
  );
}

/** Whether somebody may let pass what is finished: who has finished it may not, unless the city lets them. */
export function mayInspect(order: OpenOrder, who: string, { mayInspectOwnWork }: InspectionRules): boolean {
  return order.status === 'finished' && (mayInspectOwnWork || order.rounds.at(-1)?.finishedBy !== who);
}

/**
 * An inspection that fails opens the order again, for whoever starts it then. That their own work is not right after all
 * anybody may say; that it is right, somebody else has to see.
 */
export function inspectWork(
  order: OpenOrder,
  deed: Deed,
  said: Pick<InspectWork, 'verdict' | 'note'>,
  rules: InspectionRules,
): Changed {
  const last = order.rounds.at(-1);
  const { mechanic, at } = deed;
  const wasMine = last?.inspection?.by === mechanic && last.inspection.verdict === said.verdict;
  return once(order, deed, wasMine && order.status !== 'finished', () => {
    if (order.status !== 'finished' || !last) return 'outOfTurn';
    if (said.verdict === 'passed' && !mayInspect(order, mechanic, rules)) return 'own';
    const inspected = { ...last, inspection: { by: mechanic, at, verdict: said.verdict, note: said.note } };
    const next = { ...order, rounds: [...order.rounds.slice(0, -1), inspected], requests: noted(order, deed) };
    if (said.verdict === 'passed') return { ...next, status: 'passed' };
    return { ...next, status: 'open', startedBy: undefined, startedAt: undefined };
  });
}
