import { workflowHandler } from '../shared/workflow-handler.ts';
import { type PaymentState, ReclaimHold } from './contract.ts';
import { bookDependencies, type PaymentsDependencies } from './dependencies.ts';
import { giveBack } from './give-back.ts';

/**
 * Gives back what is held for a rental that has ended and that nobody rode, as reconciliation found. It carries no
 * rental token: the rental's has gone with its execution, and IAM says who may call. What was captured stays.
 *
 * @throws AcquirerUnavailable, ItemContended
 */
export function reclaimHold(deps: Omit<PaymentsDependencies, 'tokens'>) {
  return ({ rentalId }: ReclaimHold): Promise<PaymentState> => giveBack(deps, rentalId);
}

export const handler = workflowHandler({
  command: ReclaimHold,
  bind: () => reclaimHold(bookDependencies()),
});
