import { authoriseRental } from '../shared/rental-authorisation.ts';
import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { AuthorizePayment, type PaymentState } from './contract.ts';
import { type PaymentsDependencies, paymentsDependencies } from './dependencies.ts';
import { AcquirerUnavailable, PaymentClosed, PaymentDeclined, PaymentMethodMissing } from './errors.ts';
import { amountToHold } from './fare.ts';
import { intendToHold, nothingToHold, type Payment, stateOf, withDecision, withHold } from './payment.ts';
import { lastEvent } from './payment-events.ts';
import { fareFor } from './tariff.ts';

function cardOf({ paymentMethod }: AuthorizePayment, rentalId: string): string {
  if (paymentMethod) return paymentMethod;
  throw new PaymentMethodMissing(`Rental ${rentalId} is a visitor's, who must give a card.`);
}

/** The payment that is to be: free where there is nothing to hold, an intent to hold otherwise. */
async function begin({ acquirers, tariff, clock }: PaymentsDependencies, rentalId: string, command: AuthorizePayment) {
  const { kind, bikes } = command;
  const fare = fareFor(tariff, kind);
  const asked = kind === 'resident' ? 0 : amountToHold(fare, bikes);
  const { currency } = fare;
  if (asked === 0) return nothingToHold({ rentalId, currency, kind }, clock.now());
  cardOf(command, rentalId);
  const { name: acquirer } = await acquirers();
  return intendToHold({ rentalId, currency, asked, acquirer }, clock.now());
}

/** One step of holding the money: first a name for the hold, then, once that is written down, the hold. */
async function proceed({ acquirers, clock }: PaymentsDependencies, payment: Payment, command: AuthorizePayment) {
  const { rentalId, asked: amount, currency, holdId } = payment;
  const acquirer = await acquirers(payment.acquirer);
  if (holdId === undefined) return withHold(payment, await acquirer.open({ rentalId, amount, currency }));
  const hold = await acquirer.hold(holdId, cardOf(command, rentalId));
  if (hold.status === 'open') throw new AcquirerUnavailable(`${acquirer.name} has not decided on ${holdId}.`);
  return withDecision(payment, hold, clock.now());
}

/**
 * Holds bikes × the daily cap on a visitor's card, once for a rental; residents are answered `free`. A repeated
 * command answers what was decided. A hold that is given back at the same time ends as given back, whoever is first.
 *
 * @throws TokenRefused, PaymentMethodMissing, PaymentDeclined, PaymentClosed, AcquirerUnavailable, ItemContended
 */
export function authorizePayment(deps: PaymentsDependencies) {
  const { book, tokens, publish } = deps;
  return async (command: AuthorizePayment): Promise<PaymentState> => {
    const { rental: rentalId } = await authoriseRental(tokens, 'payments', command);
    const payment = await untilSaved(async () => {
      const found = await book.read(rentalId);
      if (!found) {
        await book.save(await begin(deps, rentalId, command));
        return undefined;
      }
      if (['authorized', 'free', 'declined'].includes(found.status)) return found;
      if (found.status !== 'authorizing')
        throw new PaymentClosed(`The payment of rental ${rentalId} is ${found.status}. Please start a new rental.`);
      await book.save(await proceed(deps, found, command));
      return undefined;
    });
    await publish(lastEvent(payment));
    if (payment.status === 'declined')
      throw new PaymentDeclined(`The card for rental ${rentalId} was declined. Please start again with another one.`);
    return stateOf(payment);
  };
}

export const handler = workflowHandler({
  command: AuthorizePayment,
  bind: () => authorizePayment(paymentsDependencies()),
});
