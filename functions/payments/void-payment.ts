import { authoriseRental } from '../shared/rental-authorisation.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type PaymentState, VoidPayment } from './contract.ts';
import { type PaymentsDependencies, paymentsDependencies } from './dependencies.ts';
import { giveBack } from './give-back.ts';
import { stateOf } from './payment.ts';
import { lastEvent } from './payment-events.ts';

/**
 * Gives back whatever is held for a rental, also where nobody knows whether anything is. May be repeated.
 *
 * @throws TokenRefused, AcquirerUnavailable, ItemContended
 */
export function voidPayment(deps: PaymentsDependencies) {
  return async (command: VoidPayment): Promise<PaymentState> => {
    const { rental: rentalId } = await authoriseRental(deps.tokens, 'payments', command);
    const payment = await giveBack(deps, rentalId);
    await deps.publish(lastEvent(payment));
    return stateOf(payment);
  };
}

export const handler = workflowHandler({
  command: VoidPayment,
  bind: () => voidPayment(paymentsDependencies()),
});
