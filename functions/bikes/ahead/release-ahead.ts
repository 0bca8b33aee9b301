import { workflowHandler } from '../../shared/workflow-handler.ts';
import { type AheadReleased, ReleaseAhead } from '../ahead-contract.ts';
import { eventsOfBooking, waiting } from '../items/booking.ts';
import { type BikesDependencies, bikesDependencies } from '../store/dependencies.ts';
import { endBooking } from './end-booking.ts';
import { authoriseReservation } from './reservation-authorisation.ts';

/**
 * Ends a reservation. Bikes that a rental of the party has taken over stay the rental's; where it has taken all of
 * them, nothing is left to do. May be repeated, and may come where nothing was held.
 *
 * @throws TokenRefused, ItemContended
 */
export function releaseAhead({ inventory, tokens, publish, clock }: BikesDependencies) {
  return async (command: ReleaseAhead): Promise<AheadReleased> => {
    const { reservation: reservationId, kiosk: kioskId, sub: partyRef } = await authoriseReservation(tokens, command);
    const { booking } = await endBooking({ inventory, clock }, { partyRef, reservationId, kioskId });
    if (!booking) return { released: 0, takenOver: 0 };
    await publish(eventsOfBooking(booking, 'BikeReleased'));
    const released = waiting(booking).length;
    return { released, takenOver: booking.bikes.length - released };
  };
}

export const handler = workflowHandler({
  command: ReleaseAhead,
  bind: () => releaseAhead(bikesDependencies()),
});
