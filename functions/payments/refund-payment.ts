import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type Receipt, RefundPayment } from './contract.ts';
import { bookDependencies, type PaymentsDependencies } from './dependencies.ts';
import { PaymentUnknown, RefundRefused } from './errors.ts';
import type { Payment } from './payment.ts';
import { refundEvent } from './payment-events.ts';
import { intendToRefund, type Refund, refundable, withOutcome } from './refund.ts';

type RefundDependencies = Omit<PaymentsDependencies, 'tokens' | 'tariff'>;

/** The payment with the refund written down, which is not asked for yet. */
function admit({ clock }: RefundDependencies, payment: Payment, command: RefundPayment): Payment {
  const left = refundable(payment);
  if (command.amount > left)
    throw new RefundRefused(`Of rental ${command.rentalId}, ${left} can be given back, and not ${command.amount}.`);
  return intendToRefund(payment, command, clock.now());
}

/** Asks the acquirer for a refund that is written down. */
async function make({ acquirers }: RefundDependencies, payment: Payment, refund: Refund): Promise<Payment> {
  const { rentalId, holdId = '' } = payment;
  const { requestId, amount } = refund;
  const acquirer = await acquirers(payment.acquirer);
  return withOutcome(payment, requestId, await acquirer.refund(holdId, { rentalId, requestId, amount }));
}

/**
 * Gives money back to a rider, at an operator's word: never more than was captured less what was given back. The
 * request's id makes a repeat harmless, however late it comes. Answers the receipt as it is then.
 *
 * @throws PaymentUnknown, RefundRefused, AcquirerUnavailable, ItemContended
 */
export function refundPayment(deps: RefundDependencies) {
  const { book, publish } = deps;
  return async (command: RefundPayment): Promise<Receipt> => {
    const { rentalId, requestId, amount } = command;
    const { payment, receipt } = await untilSaved(async () => {
      const found = await book.read(rentalId);
      if (!found) throw new PaymentUnknown(`There is no payment for rental ${rentalId}.`);
      const refund = found.refunds.find((one) => one.requestId === requestId);
      if (refund && refund.amount !== amount)
        throw new RefundRefused(`Request ${requestId} was for ${refund.amount}. Another amount is another request.`);
      if (refund?.status === 'refused')
        throw new RefundRefused(`The acquirer would not give ${amount} back for rental ${rentalId}.`);
      if (refund?.status === 'made' && found.receipt) return { payment: found, receipt: found.receipt };
      await book.save(await (refund ? make(deps, found, refund) : admit(deps, found, command)));
      return undefined;
    });
    await publish(refundEvent(payment, requestId));
    return receipt;
  };
}

export const handler = workflowHandler({
  command: RefundPayment,
  bind: () => refundPayment(bookDependencies()),
});
