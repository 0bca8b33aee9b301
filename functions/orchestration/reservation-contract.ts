import * as z from 'zod/mini';
import { HoldAhead } from '../bikes/ahead-contract.ts';
import { KioskId, ReservationId, SessionId } from '../shared/fields.ts';

/** A rider who has scanned at a kiosk asks to have bikes held at another one. The kiosk has minted the id. */
export const ReserveAhead = z.object({
  reservationId: ReservationId,
  sessionId: SessionId,
  /** Where the rider stands. */
  kioskId: KioskId,
  /** Where the bikes are to wait. */
  at: KioskId,
  bikes: HoldAhead.shape.bikes,
});
export type ReserveAhead = z.infer<typeof ReserveAhead>;

/** The command with which bikes hold them: whoever has it may ask for just this reservation. */
export const AheadVouched = HoldAhead;
export type AheadVouched = z.infer<typeof AheadVouched>;

/** Input of the workflow `reservation`. */
export const ReservationInput = z.extend(HoldAhead, { reservationId: ReservationId });
export type ReservationInput = z.infer<typeof ReservationInput>;
