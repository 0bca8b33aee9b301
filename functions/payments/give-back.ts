import { untilSaved } from '../shared/table.ts';
import type { PaymentsDependencies } from './dependencies.ts';
import { AcquirerUnavailable } from './errors.ts';
import { intendToVoid, neverAsked, type Payment, voided } from './payment.ts';

/** Lets go of what is held. Only a hold that the acquirer says is closed counts as given back. */
async function letGo({ acquirers }: Pick<PaymentsDependencies, 'acquirers'>, payment: Payment): Promise<void> {
  const { holdId, rentalId } = payment;
  // Without a name there is no hold: the name is written down first, and that write fails from now on.
  if (holdId === undefined) return;
  const acquirer = await acquirers(payment.acquirer);
  const { status } = await acquirer.cancel(holdId);
  if (status !== 'cancelled')
    throw new AcquirerUnavailable(
      `The hold of rental ${rentalId} is ${status} at ${acquirer.name}, and not cancelled.`,
    );
}

/**
 * Closes the payment of a rental for good and gives back whatever is held. May be repeated, and may come where
 * nothing was asked for yet: an authorisation that comes later finds it closed. What was captured, or is about to
 * be, stays.
 *
 * @throws AcquirerUnavailable, ItemContended
 */
export function giveBack(
  deps: Pick<PaymentsDependencies, 'book' | 'acquirers' | 'tariff' | 'clock'>,
  rentalId: string,
): Promise<Payment> {
  const { book, tariff, clock } = deps;
  return untilSaved(async () => {
    const found = await book.read(rentalId);
    switch (found?.status) {
      case undefined:
        await book.save(neverAsked({ rentalId, currency: tariff.visitor.currency }, clock.now()));
        return undefined;
      case 'authorizing':
      case 'authorized':
        await book.save(intendToVoid(found, clock.now()));
        return undefined;
      case 'voiding':
        await letGo(deps, found);
        await book.save(voided(found, clock.now()));
        return undefined;
      case 'free':
        await book.save(voided(found, clock.now()));
        return undefined;
      default:
        return found;
    }
  });
}
