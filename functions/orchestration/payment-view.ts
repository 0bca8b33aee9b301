import type { PaymentEvent, PaymentStatus } from '../payments/contract.ts';
import type { RentalView } from './contract.ts';
import type { PaymentSeen } from './observation.ts';

/** How far each status is along a payment's way. Of the last three a payment has one. */
const WAY: Record<PaymentStatus, number> = {
  authorizing: 0,
  authorized: 1,
  free: 1,
  capturing: 2,
  voiding: 2,
  declined: 3,
  voided: 3,
  captured: 3,
};

/** Within one status, what was told last: a free ride's receipt comes with its capture, and a refund after that. */
const NEWS: PaymentEvent['type'][] = [
  'PaymentAuthorized',
  'PaymentDeclined',
  'PaymentVoided',
  'PaymentCaptured',
  'PaymentRefunded',
];

const refunded = ({ receipt }: PaymentSeen) => receipt?.refunded ?? 0;

const byWay = (a: PaymentSeen, b: PaymentSeen) =>
  WAY[a.status] - WAY[b.status] ||
  NEWS.indexOf(a.type) - NEWS.indexOf(b.type) ||
  refunded(a) - refunded(b) ||
  a.at.localeCompare(b.at) ||
  a.status.localeCompare(b.status);

/** How the payment stands: at the furthest that was seen of it, in whatever order that came. */
export function paymentView(seen: PaymentSeen[]): RentalView['payment'] {
  const ordered = seen.toSorted(byWay);
  const furthest = ordered.at(-1);
  if (!furthest) return undefined;
  const { status, authorized, currency } = furthest;
  const receipt = ordered.findLast((one) => one.receipt)?.receipt;
  return { status, authorized, currency, ...(receipt && { receipt }) };
}
