import * as z from 'zod/mini';
import { BayId, BikeId, Instant, KioskId, RentalId, Slot } from '../shared/fields.ts';
import { BikeState } from './contract.ts';

/** A slot of a rental: whom a bike is reserved for, who rides it, or who has a place in a party. */
export const Hold = z.object({ rentalId: RentalId, slot: Slot });
export type Hold = z.infer<typeof Hold>;
/** A bike as it is recorded. One that is out stands nowhere. `since`: the newest fact about its whereabouts. */
export const BikeSnapshot = z.object({
  bikeId: BikeId,
  state: BikeState,
  since: Instant,
  kioskId: z.optional(KioskId),
  bay: z.optional(BayId),
  hold: z.optional(Hold),
  /** What the log of what happens to bikes says of it, since when, where that is not what is recorded. */
  logged: z.optional(z.object({ at: Instant, state: BikeState })),
  /** Who of the staff has it, and why. */
  carried: z.optional(z.object({ by: z.string(), reason: z.enum(['rebalance', 'maintenance']) })),
});
export type BikeSnapshot = z.infer<typeof BikeSnapshot>;
/** The bikes that are recorded at some kiosks, and those that sensors see there. */
export const ExportBikes = z.object({ kioskIds: z.array(KioskId), bikeIds: z.array(BikeId) });
export type ExportBikes = z.infer<typeof ExportBikes>;
export const BikesExported = z.object({ bikes: z.array(BikeSnapshot) });
export type BikesExported = z.infer<typeof BikesExported>;
/** One page of what is out, from one of the `segments` into which the inventory is parted. */
export const ExportOutstanding = z.object({
  segment: z.int().check(z.minimum(0)),
  segments: z.int().check(z.minimum(1), z.maximum(10_000)),
  cursor: z.optional(z.string()),
});
export type ExportOutstanding = z.infer<typeof ExportOutstanding>;
/** Bikes that stand nowhere, and the places that parties have. Whose they are stays in the inventory. */
export const OutstandingExported = z.object({
  bikes: z.array(BikeSnapshot),
  places: z.array(Hold),
  cursor: z.optional(z.string()),
});
export type OutstandingExported = z.infer<typeof OutstandingExported>;

/** Records bikes in the bay where their kiosk's sensor saw them at `seenAt`, if nothing is known of them since. */
export const CorrectBays = z.object({
  corrections: z.array(z.object({ bikeId: BikeId, kioskId: KioskId, from: BayId, to: BayId, seenAt: Instant })),
});
export type CorrectBays = z.infer<typeof CorrectBays>;
/** How many stand where the sensor says, now. */
export const BaysCorrected = z.object({ bikes: z.int() });
export type BaysCorrected = z.infer<typeof BaysCorrected>;

/** Frees bikes and places of rentals that have ended. A bike that was taken and is not back stays its rider's. */
export const ReleaseStale = z.object({ holds: z.array(Hold) });
export type ReleaseStale = z.infer<typeof ReleaseStale>;
/** How many hold nothing any more. */
export const StaleReleased = z.object({ holds: z.int() });
export type StaleReleased = z.infer<typeof StaleReleased>;
