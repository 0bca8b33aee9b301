import { authoriseRental } from '../shared/rental-authorisation.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type PaymentState, VoidPayment } from './contract.ts';
import { type PaymentsDependencies, paymentsDependencies } from './dependencies.ts';
import { giveBack } from './give-back.ts';

/**
 * Gives back whatever is held for a rental, also where nobody knows whether anything is. May be repeated.
 *
 * @throws TokenRefused, AcquirerUnavailable, ItemContended
 */
export function voidPayment(deps: PaymentsDependencies) {
  return async (command: VoidPayment): Promise<PaymentState> => {
    const { rental: rentalId } = await authoriseRental(deps.tokens, 'payments', command);
    return giveBack(deps, rentalId);
  };
}

export const handler = workflowHandler({
  command: VoidPayment,
  bind: () => voidPayment(paymentsDependencies()),
});
