import type { CompareHolds } from './comparison.ts';
import { isSettled, type Rental, type Unsettled } from './discrepancies.ts';

type Payment = CompareHolds['payments'][number];

export interface HoldFindings {
  /** The rentals whose money may be given back. */
  reclaims: string[];
  unsettled: Unsettled[];
}

function judge(payment: Payment, rental: Rental | undefined, nowMs: number): HoldFindings {
  const { rentalId, status, authorized, changedAt } = payment;
  const about = { rentalId, name: rentalId, seen: `${authorized} minor units, ${status} since ${changedAt}` };
  const unsettled = (what: Unsettled['what']): HoldFindings => ({ reclaims: [], unsettled: [{ what, ...about }] });
  const nothing: HoldFindings = { reclaims: [], unsettled: [] };
  if (!isSettled(changedAt, nowMs)) return nothing;
  if (!rental) return unsettled('paymentOfUnknownRental');
  if (rental.status !== 'ended' || !isSettled(rental.changedAt, nowMs)) return nothing;
  if (rental.bikesTaken === 0)
    return status === 'capturing' ? unsettled('captureWithoutRide') : { ...nothing, reclaims: [rentalId] };
  // What is being captured or voided is under way: where that fails for good, its workflow is a case of its own.
  return status === 'authorized' || status === 'authorizing' ? unsettled('rideUncharged') : nothing;
}

/**
 * Compares payments that are not settled with their rentals. Money that is held for a rental which has ended without a
 * ride may be given back; nothing is ever captured from here.
 */
export function holdDiscrepancies({ payments, rentals }: CompareHolds, nowMs: number): HoldFindings {
  const rentalById = new Map(rentals.map((rental) => [rental.rentalId, rental]));
  const findings = payments.map((payment) => judge(payment, rentalById.get(payment.rentalId), nowMs));
  return {
    reclaims: findings.flatMap((one) => one.reclaims),
    unsettled: findings.flatMap((one) => one.unsettled),
  };
}
