import { instant } from '../../seams/clock.ts';
import { keptUntil } from '../shared/retention.ts';
import type { Versioned } from '../shared/table.ts';
import type { AcquirerName, Hold } from './acquirer.ts';
import type { PaymentState, PaymentStatus, Receipt, RiderKind } from './contract.ts';
import { withCaptured } from './receipt.ts';
import type { Refund } from './refund.ts';

/**
 * The payment of a rental. Its status moves by one conditional write at a time, and says what is about to be done at
 * the acquirer before it is done: whoever finds it half way asks the acquirer how its hold stands, and goes on.
 */
export interface Payment extends Versioned {
  rentalId: string;
  status: PaymentStatus;
  /** Absent where the payment was closed before it was asked for. */
  kind?: RiderKind | undefined;
  /** Minor units: what is to be held, and what was. */
  asked: number;
  authorized: number;
  currency: string;
  acquirer?: AcquirerName | undefined;
  /** The acquirer's name of the hold, written down before anything is held under it. */
  holdId?: string | undefined;
  /** From the intent to capture on. */
  receipt?: Receipt | undefined;
  refunds: Refund[];
  /** When the status moved last. */
  changedAt: string;
  /** Present as long as there is something left to do: the key of the sparse index. */
  unsettled?: typeof UNSETTLED | undefined;
}

export const UNSETTLED = 'unsettled';
const UNSETTLED_STATUSES: readonly PaymentStatus[] = ['authorizing', 'authorized', 'capturing', 'voiding'];

/** Whether no money was taken and none is owed. Where it was, the payment is part of the city's books. */
function isForgotten({ status, receipt }: Payment): boolean {
  if (status === 'captured') return receipt?.total === 0 && receipt.captured === 0;
  return status === 'voided' || status === 'declined';
}

/** A payment that is not settled is never forgotten. */
function endOf(payment: Payment, nowMs: number): number | undefined {
  if (isForgotten(payment)) return keptUntil(nowMs, 'rental');
  return payment.status === 'captured' ? keptUntil(nowMs, 'books') : undefined;
}

export const paymentKey = (rentalId: string) => `payment#${rentalId}`;

/** The payment in its next status. */
function move(payment: Payment, status: PaymentStatus, nowMs: number): Payment {
  const moved = { ...payment, status, changedAt: instant(nowMs) };
  return {
    ...moved,
    unsettled: UNSETTLED_STATUSES.includes(status) ? UNSETTLED : undefined,
    ttl: endOf(moved, nowMs),
  };
}

interface Beginning {
  rentalId: string;
  currency: string;
}

function newPayment({ rentalId, currency }: Beginning): Payment {
  const none = { asked: 0, authorized: 0, refunds: [] };
  return { pk: paymentKey(rentalId), revision: 0, rentalId, status: 'authorizing', currency, ...none, changedAt: '' };
}

/** A payment for which the acquirer is about to be asked for `asked` minor units. */
export function intendToHold(begun: Beginning & { asked: number; acquirer: AcquirerName }, nowMs: number): Payment {
  const { asked, acquirer } = begun;
  return move({ ...newPayment(begun), kind: 'visitor', asked, acquirer }, 'authorizing', nowMs);
}

/** A payment for which there is nothing to hold. */
export function nothingToHold(begun: Beginning & { kind: RiderKind }, nowMs: number): Payment {
  return move({ ...newPayment(begun), kind: begun.kind }, 'free', nowMs);
}

/** A payment closed before anybody asked for it, so that an authorisation which comes late finds it closed. */
export function neverAsked(begun: Beginning, nowMs: number): Payment {
  return move(newPayment(begun), 'voided', nowMs);
}

/** The payment with the name of its hold, under which nothing is held yet. */
export function withHold(payment: Payment, holdId: string): Payment {
  return { ...payment, holdId };
}

/** The payment as the acquirer has decided. A hold that was cancelled before it held anything is as good as declined. */
export function withDecision(payment: Payment, { status }: Hold, nowMs: number): Payment {
  if (status === 'held' || status === 'captured')
    return move({ ...payment, authorized: payment.asked }, 'authorized', nowMs);
  return move(payment, 'declined', nowMs);
}

export const intendToVoid = (payment: Payment, nowMs: number) => move(payment, 'voiding', nowMs);
export const voided = (payment: Payment, nowMs: number) => move(payment, 'voided', nowMs);

/** The payment with what is about to be captured. The first receipt stands: a retry finds it, and makes no other. */
export function intendToCapture(payment: Payment, receipt: Receipt, nowMs: number): Payment {
  return move({ ...payment, receipt }, 'capturing', nowMs);
}

/** The payment with what was captured: less than was meant where the hold had lapsed. */
export function captured(payment: Payment, receipt: Receipt, amount: number, nowMs: number): Payment {
  return move({ ...payment, receipt: withCaptured(receipt, amount) }, 'captured', nowMs);
}

export function stateOf({ status, authorized, currency }: Payment): PaymentState {
  return { status, authorized, currency };
}
