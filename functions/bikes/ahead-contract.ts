import * as z from 'zod/mini';
import { BayId, BikeId, Instant, KioskId, ReservationId, RiderRef, SignedToken } from '../shared/fields.ts';

/**
 * Holds bikes at a kiosk for a rider who stands at another, for as many minutes as the city gives. Whose they are, and
 * where, says the token; with the same one it is the same reservation, and the same answer.
 */
export const HoldAhead = z.object({
  reservationToken: SignedToken,
  kioskId: KioskId,
  partyRef: RiderRef,
  partyLimit: z.int().check(z.minimum(1)),
  bikes: z.int().check(z.minimum(1), z.maximum(20)),
});
export type HoldAhead = z.infer<typeof HoldAhead>;
export const BikesHeldAhead = z.object({
  reservationId: ReservationId,
  kioskId: KioskId,
  /** Until then they are nobody else's. */
  until: Instant,
  bikes: z.array(z.object({ bikeId: BikeId, bay: BayId })),
});
export type BikesHeldAhead = z.infer<typeof BikesHeldAhead>;

/** Ends a reservation: bikes that its party has not taken over by a rental are anybody's again. */
export const ReleaseAhead = z.object({ reservationToken: SignedToken, partyRef: RiderRef });
export type ReleaseAhead = z.infer<typeof ReleaseAhead>;
/** How many bikes were let go of, and how many a rental of the party has taken over. */
export const AheadReleased = z.object({ released: z.int(), takenOver: z.int() });
export type AheadReleased = z.infer<typeof AheadReleased>;
