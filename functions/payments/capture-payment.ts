import { instant } from '../../seams/clock.ts';
import { authoriseRental } from '../shared/rental-authorisation.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { CapturePayment, type Receipt } from './contract.ts';
import { type PaymentsDependencies, paymentsDependencies } from './dependencies.ts';
import { AcquirerUnavailable, PaymentClosed, PaymentUnknown } from './errors.ts';
import { captured, intendToCapture, type Payment } from './payment.ts';
import { lastEvent } from './payment-events.ts';
import { makeReceipt } from './receipt.ts';

/** What the rides of a rental cost, as far as it is known before anything is captured. */
function charge({ tariff, clock }: PaymentsDependencies, payment: Payment, { rides, notHandedOver }: CapturePayment) {
  const { rentalId, kind = 'visitor', authorized } = payment;
  return makeReceipt({ rentalId, kind, tariff, authorized, rides, notHandedOver, issuedAt: instant(clock.now()) });
}

/** Takes what the receipt says, and answers how much that was: a hold that has lapsed gives nothing any more. */
async function take({ acquirers }: PaymentsDependencies, payment: Payment, { captured: amount }: Receipt) {
  const { rentalId, holdId = '' } = payment;
  const acquirer = await acquirers(payment.acquirer);
  const hold = await (amount > 0 ? acquirer.capture(holdId, amount) : acquirer.cancel(holdId));
  if (hold.status === 'captured' || hold.status === 'cancelled') return hold.captured;
  throw new AcquirerUnavailable(`The hold of rental ${rentalId} is still ${hold.status} at ${acquirer.name}.`);
}

/** The payment's next step to being captured. */
async function proceed(deps: PaymentsDependencies, payment: Payment, command: CapturePayment): Promise<Payment> {
  const receipt = payment.receipt ?? charge(deps, payment, command);
  if (payment.status === 'authorized') return intendToCapture(payment, receipt, deps.clock.now());
  const amount = payment.status === 'free' ? 0 : await take(deps, payment, receipt);
  return captured(payment, receipt, amount, deps.clock.now());
}

/**
 * Prices the rides of a rental and captures that much of what is held, once. A repeated command answers the first
 * receipt. Where nothing is to be paid the hold is let go; a resident's receipt is made without an acquirer.
 *
 * @throws TokenRefused, PaymentUnknown, PaymentClosed, AcquirerUnavailable, ItemContended
 */
export function capturePayment(deps: PaymentsDependencies) {
  const { book, tokens, publish } = deps;
  return async (command: CapturePayment): Promise<Receipt> => {
    const { rental: rentalId } = await authoriseRental(tokens, 'payments', command);
    const { payment, receipt } = await untilSaved(async () => {
      const found = await book.read(rentalId);
      if (!found || found.status === 'authorizing')
        throw new PaymentUnknown(`It is not known that anything is held for rental ${rentalId}.`);
      if (found.status === 'captured' && found.receipt) return { payment: found, receipt: found.receipt };
      if (!['authorized', 'free', 'capturing'].includes(found.status))
        throw new PaymentClosed(`The payment of rental ${rentalId} is ${found.status}: nothing can be charged to it.`);
      await book.save(await proceed(deps, found, command));
      return undefined;
    });
    await publish(lastEvent(payment));
    return receipt;
  };
}

export const handler = workflowHandler({
  command: CapturePayment,
  bind: () => capturePayment(paymentsDependencies()),
});
