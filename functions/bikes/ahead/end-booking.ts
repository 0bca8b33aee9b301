import { type Clock, instant } from '../../../seams/clock.ts';
import { untilSaved } from '../../shared/table.ts';
import { letGo } from '../items/bike.ts';
import { type Booking, bookingHold } from '../items/booking.ts';
import { withBookingClosed, withBookingEnded } from '../items/party-booking.ts';
import { type Inventory, readBikes } from '../store/inventory.ts';

/**
 * Ends a party's booking: frees its places, then the bikes that still wait. Bikes are written even where they do not
 * wait yet, and a booking that has not been made is closed, so that a reservation still under way comes too late.
 * Answers the booking as it ended; undefined where the party has another one.
 *
 * @throws ItemContended
 */
export function endBooking(
  { inventory, clock }: { inventory: Inventory; clock: Clock },
  { partyRef, reservationId, kioskId }: { partyRef: string; reservationId: string; kioskId: string },
): Promise<{ booking: Booking | undefined }> {
  return untilSaved(async () => {
    const party = await inventory.readParty(partyRef);
    const { booking } = party;
    if (booking?.reservationId !== reservationId) {
      if (booking?.status === 'held') return { booking: undefined };
      const closed = withBookingClosed(party, { reservationId, kioskId }, clock.now());
      return (await inventory.save(closed)) ? { booking: closed.booking } : undefined;
    }
    const ours = new Map(booking.bikes.map((bike) => [bike.bikeId, bookingHold(booking, bike.slot)]));
    const bikes = await readBikes(inventory, ...ours.keys());
    const isHeld = bikes.some(({ bikeId, hold }) => hold === ours.get(bikeId));
    if (booking.status === 'ended' && !isHeld) return { booking };
    const now = clock.now();
    const taken = new Set(booking.bikes.filter(({ takenBy }) => takenBy).map(({ bikeId }) => bikeId));
    // A bike that a rental has taken over is the rental's to write, unless it has stopped half way.
    const free = bikes
      .filter(({ bikeId, hold }) => hold === ours.get(bikeId) || !taken.has(bikeId))
      .map((bike) => letGo(bike, ours.get(bike.bikeId) ?? '', instant(now)));
    const ended = withBookingEnded(party, now);
    return (await inventory.save(ended, ...free)) ? { booking: ended.booking } : undefined;
  });
}
