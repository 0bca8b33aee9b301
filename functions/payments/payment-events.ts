import type { PaymentEvent, PaymentStatus } from './contract.ts';
import { type Payment, stateOf } from './payment.ts';

interface ToldEvent {
  type: PaymentEvent['type'];
  detail: PaymentEvent;
}

/** What there is to tell of a payment in each status. Of an intent there is nothing: it may still come otherwise. */
const TOLD: Partial<Record<PaymentStatus, PaymentEvent['type']>> = {
  authorized: 'PaymentAuthorized',
  free: 'PaymentAuthorized',
  declined: 'PaymentDeclined',
  voided: 'PaymentVoided',
  captured: 'PaymentCaptured',
};

function told(payment: Payment, type: PaymentEvent['type'], at: string): ToldEvent {
  const { rentalId, receipt } = payment;
  return { type, detail: { type, at, rentalId, ...stateOf(payment), ...(receipt ? { receipt } : {}) } };
}

/**
 * The last that happened to a payment, made of what the item keeps and nothing else, so that a retry tells the same
 * again; its receipt is the newest, so that a capture that is told again takes no refund back. Of a payment that
 * nobody had asked for, nobody needs to hear.
 */
export function lastEvent(payment: Payment): ToldEvent[] {
  const type = TOLD[payment.status];
  return type && payment.kind ? [told(payment, type, payment.changedAt)] : [];
}

/** That money was given back at this request. */
export function refundEvent(payment: Payment, requestId: string): ToldEvent[] {
  const made = payment.refunds.filter((refund) => refund.requestId === requestId && refund.status === 'made');
  return made.map(({ at }) => told(payment, 'PaymentRefunded', at));
}
