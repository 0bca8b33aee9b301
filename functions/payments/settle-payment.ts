import { authoriseRental } from '../shared/rental-authorisation.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type PaymentState, SettlePayment } from './contract.ts';
import { type PaymentsDependencies, paymentsDependencies } from './dependencies.ts';
import { PaymentUnknown } from './errors.ts';
import { giveBack } from './give-back.ts';
import { stateOf } from './payment.ts';

/**
 * Gives the hold back where no bike was handed over; any other hold stays as it is until the ride is charged, since
 * a card is captured once. May be repeated.
 *
 * @throws TokenRefused, PaymentUnknown, AcquirerUnavailable, ItemContended
 */
export function settlePayment(deps: PaymentsDependencies) {
  return async (command: SettlePayment): Promise<PaymentState> => {
    const { rental: rentalId } = await authoriseRental(deps.tokens, 'payments', command);
    const found = await deps.book.read(rentalId);
    if (!found) throw new PaymentUnknown(`There is no payment for rental ${rentalId} to settle.`);
    if (command.bikesHandedOver > 0) return stateOf(found);
    return giveBack(deps, rentalId);
  };
}

export const handler = workflowHandler({
  command: SettlePayment,
  bind: () => settlePayment(paymentsDependencies()),
});
