import * as z from 'zod/mini';
import { BayId, BikeId, Instant, KioskId, RentalId, Slot } from '../shared/fields.ts';
import { ChangeBike } from './fleet-contract.ts';

/** What operators do by hand has an id, an author and a reason, as every change of a bike outside of rentals. */
const { changeId, by } = ChangeBike.shape;
const reason = z.string().check(z.minLength(3), z.maxLength(280));
const Place = z.object({ kioskId: KioskId, bay: BayId });

/** Takes a bay out of service, or back into it. While it is out, the bike that stands there is not offered. */
export const QuarantineBay = z.object({
  ...{ changeId, kioskId: KioskId, bay: BayId, isQuarantined: z.boolean(), by, reason },
});
export type QuarantineBay = z.infer<typeof QuarantineBay>;
/** What became of the bay: the answer to `QuarantineBay`, and an event. */
export const BayChanged = z.object({
  type: z.enum(['BayQuarantined', 'BayRestored']),
  ...{ changeId, at: Instant, kioskId: KioskId, bay: BayId, by, reason },
});
export type BayChanged = z.infer<typeof BayChanged>;

/**
 * Ends a ride that no sensor has ended, at a time between its start and now. The rider pays until then. `place`: where
 * the bike stands now, if that is known; otherwise it is missing.
 */
export const EndRide = z.object({
  ...{ changeId, rentalId: RentalId, slot: Slot, endedAt: Instant, place: z.optional(Place), by, reason },
});
export type EndRide = z.infer<typeof EndRide>;
export const RideEndedByHand = z.object({
  ...{ rentalId: RentalId, slot: Slot, bikeId: BikeId, startedAt: Instant, endedAt: Instant },
  isMissing: z.boolean(),
});
export type RideEndedByHand = z.infer<typeof RideEndedByHand>;

/**
 * Records a bike as it is in reality, whatever the record says: standing somewhere, on offer or not, or nowhere to be
 * found. A bike that is in a rental is left alone.
 */
export const CorrectBike = z.object({
  ...{ changeId, bikeId: BikeId, state: z.enum(['available', 'non_operational', 'missing']) },
  ...{ place: z.optional(Place), by, reason },
});
export type CorrectBike = z.infer<typeof CorrectBike>;
