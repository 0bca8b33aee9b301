import { keptUntil } from '../shared/retention.ts';
import type { Versioned } from '../shared/table.ts';
import type { Hold, HoldRequest, RefundRequest } from './acquirer.ts';
import { SANDBOX_CARDS } from './contract.ts';

/** A hold in the sandbox's own books. */
export interface SandboxHold extends Versioned, Hold, HoldRequest {
  /** Requests for the hold so far, of which a card may fault the first. */
  attempts: number;
  card?: string | undefined;
  /** Minor units given back, by request. */
  refunds: Record<string, number>;
}

/** What the sandbox writes down, and whether whoever asked hears of it. */
export interface Reply {
  hold: SandboxHold;
  says: 'all of it' | 'nothing' | 'that it was made already';
}

const KNOWN = new Set<string>(Object.values(SANDBOX_CARDS));

export const sandboxKey = (holdId: string) => `hold#${holdId}`;

export function openHold(holdId: string, request: HoldRequest, nowMs: number): SandboxHold {
  const none = { captured: 0, attempts: 0, refunds: {} };
  return { pk: sandboxKey(holdId), revision: 0, status: 'open', ...request, ...none, ttl: keptUntil(nowMs, 'sandbox') };
}

/** A request to hold on a card: each card of the sandbox does what `SANDBOX_CARDS` says; no other is any good. */
export function holdOn(hold: SandboxHold, card: string): Reply {
  const asked = { ...hold, attempts: hold.attempts + 1 };
  if (card === SANDBOX_CARDS.secondAttempt && hold.attempts === 0) return { hold: asked, says: 'nothing' };
  const isGood = KNOWN.has(card) && card !== SANDBOX_CARDS.declined;
  const decided: SandboxHold = { ...asked, card, status: isGood ? 'held' : 'declined' };
  return { hold: decided, says: card === SANDBOX_CARDS.timesOut ? 'nothing' : 'all of it' };
}

/** A request to take this much of what is held. The rest is let go. */
export function take(hold: SandboxHold, amount: number): Reply {
  const taken: SandboxHold = { ...hold, status: 'captured', captured: amount };
  if (hold.card === SANDBOX_CARDS.captureTimesOut) return { hold: taken, says: 'nothing' };
  if (hold.card === SANDBOX_CARDS.answersTwice) return { hold: taken, says: 'that it was made already' };
  return { hold: taken, says: 'all of it' };
}

/** The hold with this refund made; undefined where no more can be given back. */
export function giveBackOf(hold: SandboxHold, { requestId, amount }: RefundRequest): SandboxHold | undefined {
  if (hold.refunds[requestId] !== undefined) return hold;
  const given = Object.values(hold.refunds).reduce((sum, one) => sum + one, 0);
  if (hold.status !== 'captured' || given + amount > hold.captured) return undefined;
  return { ...hold, refunds: { ...hold.refunds, [requestId]: amount } };
}
