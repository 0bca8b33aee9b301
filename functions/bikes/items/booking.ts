import { instant } from '../../../seams/clock.ts';
import type { BikeEvent } from '../contract.ts';

/**
 * Bikes that wait at a kiosk for a party that is on its way there. It is kept in the party's item, which decides and
 * is written first; the bikes follow. A party has one at a time.
 */
export interface Booking {
  reservationId: string;
  kioskId: string;
  /** RFC 3339. */
  reservedAt: string;
  until: string;
  status: 'held' | 'ended';
  bikes: BookedBike[];
  endedAt?: string | undefined;
}

export interface BookedBike {
  slot: number;
  bikeId: string;
  bay: number;
  /** The hold of the rental that has taken it over. */
  takenBy?: string | undefined;
}

/**
 * The name under which a bike waits for a party. It says itself until when it is good, so that whoever reads the bike
 * alone knows when it is anybody's again.
 */
export function bookingHold({ reservationId, until }: Pick<Booking, 'reservationId' | 'until'>, slot: number): string {
  return `booking/${reservationId}/${until}#${slot}`;
}

const HOLD = /^booking\/[^/#]+\/([^/#]+)#\d+$/;

/** Whether a hold is of a booking, and not of a rental. */
export const isBooking = (hold: string) => HOLD.test(hold);

/** Whether a hold is of a booking that is over by the clock, whatever became of whoever was to end it. */
function isPast(hold: string | undefined, nowMs: number): boolean {
  const [, until] = HOLD.exec(hold ?? '') ?? [];
  return until !== undefined && until <= instant(nowMs);
}

/** Whether anybody may have a bike: it is available, or waits for somebody who has not come in time. */
export function isOffered({ state, hold }: { state: string; hold?: string | undefined }, nowMs: number): boolean {
  return state === 'available' || (state === 'reserved' && isPast(hold, nowMs));
}

/** The bikes that still wait. */
export const waiting = ({ bikes }: Booking) => bikes.filter(({ takenBy }) => takenBy === undefined);

/** The places in the party that they take up. */
export const placesOf = (booking: Booking) => waiting(booking).map(({ slot }) => bookingHold(booking, slot));

/** What there is to tell of a booking, made of what it keeps: a repeat tells the same again. */
export function eventsOfBooking(
  booking: Booking,
  type: 'BikeReserved' | 'BikeReleased',
): { type: BikeEvent['type']; detail: BikeEvent }[] {
  const { reservationId, kioskId, reservedAt, endedAt } = booking;
  const at = type === 'BikeReserved' ? reservedAt : endedAt;
  if (at === undefined) return [];
  const bikes = type === 'BikeReserved' ? booking.bikes : waiting(booking);
  return bikes.map(({ slot, bikeId, bay }) => {
    return { type, detail: { type, at, bikeId, kioskId, bay, rentalId: reservationId, slot } };
  });
}
