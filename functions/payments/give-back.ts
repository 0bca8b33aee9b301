import { untilSaved } from '../shared/table.ts';
import type { PaymentState } from './contract.ts';
import type { PaymentsDependencies } from './dependencies.ts';
import { AcquirerUnavailable } from './errors.ts';
import { intendToVoid, neverAsked, type Payment, stateOf, voided } from './payment.ts';
import { lastEvent } from './payment-events.ts';

type Dependencies = Omit<PaymentsDependencies, 'tokens'>;

/** Lets go of what is held. Only a hold that the acquirer says is closed counts as given back. */
async function letGo({ acquirers }: Dependencies, payment: Payment): Promise<void> {
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

function close(deps: Dependencies, rentalId: string): Promise<Payment> {
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

/**
 * Closes the payment of a rental for good, gives back whatever is held, and says so. May be repeated, and may come
 * where nothing was asked for yet: an authorisation that comes later finds it closed. What was captured, or is about
 * to be, stays.
 *
 * @throws AcquirerUnavailable, ItemContended
 */
export async function giveBack(deps: Dependencies, rentalId: string): Promise<PaymentState> {
  const payment = await close(deps, rentalId);
  await deps.publish(lastEvent(payment));
  return stateOf(payment);
}
