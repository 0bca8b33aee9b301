import { instant } from '../../seams/clock.ts';
import type { Receipt, RefundPayment } from './contract.ts';
import { withRefund } from './receipt.ts';

/** Money that an operator gives back: written down before the acquirer is asked for it. */
export interface Refund {
  requestId: string;
  /** Minor units. */
  amount: number;
  reason: string;
  operator: string;
  status: 'asked' | 'made' | 'refused';
  at: string;
}

/** What a payment keeps of its refunds. */
interface Refunded {
  refunds: Refund[];
  receipt?: Receipt | undefined;
}

/** As many as Stripe lists on one page, where a repeat looks for its own; no rental has nearly as many. */
const REFUNDS_MAX = 100;

/** What can still be given back: a refund that was asked for counts, since it may have been made. */
export function refundable({ receipt, refunds }: Refunded): number {
  if (refunds.length >= REFUNDS_MAX) return 0;
  const promised = refunds.filter(({ status }) => status !== 'refused').reduce((sum, { amount }) => sum + amount, 0);
  return (receipt?.captured ?? 0) - promised;
}

export function intendToRefund<Its extends Refunded>(payment: Its, asked: RefundPayment, nowMs: number): Its {
  const { requestId, amount, reason, operator } = asked;
  const refund: Refund = { requestId, amount, reason, operator, status: 'asked', at: instant(nowMs) };
  return { ...payment, refunds: [...payment.refunds, refund] };
}

/** The payment once the acquirer has given the money back, or would not. */
export function withOutcome<Its extends Refunded>(payment: Its, requestId: string, isMade: boolean): Its {
  const done = payment.refunds.find((refund) => refund.requestId === requestId);
  if (!done || !payment.receipt) return payment;
  const status: Refund['status'] = isMade ? 'made' : 'refused';
  const refunds = payment.refunds.map((refund) => (refund === done ? { ...refund, status } : refund));
  return { ...payment, refunds, receipt: isMade ? withRefund(payment.receipt, done.amount) : payment.receipt };
}
