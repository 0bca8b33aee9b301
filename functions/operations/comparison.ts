import * as z from 'zod/mini';
import { BikesExported, CorrectBays, OutstandingExported, ReleaseStale } from '../bikes/reconciliation-contract.ts';
import { RentalsExported } from '../orchestration/contract.ts';
import { PaymentsExported } from '../payments/contract.ts';
import { RentalId } from '../shared/fields.ts';
import { BaysExported } from '../storage/contract.ts';

// What the workflow `reconciliation` asks of this service, in a file of its own: these schemas bring all that services
// export with them, which the functions of cases have no use for and would have to load.

/** The snapshots of some kiosks, or of a part of the inventory, to be compared. */
export const CompareShard = z.object({
  kiosks: BaysExported.shape.kiosks,
  bikes: BikesExported.shape.bikes,
  places: OutstandingExported.shape.places,
  rentals: RentalsExported.shape.rentals,
});
export type CompareShard = z.infer<typeof CompareShard>;
/** What bikes may heal by itself. For the rest there is a case: `cases` says how many. */
export const ShardCompared = z.object({
  corrections: CorrectBays.shape.corrections,
  stale: ReleaseStale.shape.holds,
  cases: z.int(),
});
export type ShardCompared = z.infer<typeof ShardCompared>;

/** The snapshots of payments that are not settled, and of their rentals, to be compared. */
export const CompareHolds = z.object({
  payments: PaymentsExported.shape.payments,
  rentals: RentalsExported.shape.rentals,
});
export type CompareHolds = z.infer<typeof CompareHolds>;
/** The rentals whose money payments may give back by itself. */
export const HoldsCompared = z.object({ reclaims: z.array(RentalId), cases: z.int() });
export type HoldsCompared = z.infer<typeof HoldsCompared>;
