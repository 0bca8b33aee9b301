import { readEnv } from '../../shared/env.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { type BikesHeldAhead, HoldAhead } from '../ahead-contract.ts';
import { reservationEnv } from '../env.ts';
import { KioskUnknown } from '../errors.ts';
import { eventsOfBooking } from '../items/booking.ts';
import { onOffer } from '../items/offer.ts';
import { type BikesDependencies, bikesDependencies } from '../store/dependencies.ts';
import { bookBikes } from './book-bikes.ts';
import { authoriseReservation } from './reservation-authorisation.ts';

/** How long bikes are held, and how often a day nobody may come for them. */
export interface ReservationTerms {
  minutes: number;
  noShowsMax: number;
}

/**
 * Holds bikes at a kiosk for a rider who is on the way. A repeated command answers the same bikes, and the same end.
 * Where it fails half way, what it took stays taken until then, or until `ReleaseAhead`.
 *
 * @throws TokenRefused, KioskUnknown, BikeUnavailable, PartyLimitReached, ReservationStanding, NoShowLimitReached,
 * ReservationReleased, ReservationConflict, ItemContended
 */
export function holdAhead(deps: BikesDependencies & { terms: ReservationTerms }) {
  const { inventory, tokens, publish, clock, terms } = deps;
  return async (command: HoldAhead): Promise<BikesHeldAhead> => {
    const { kioskId, partyRef, partyLimit, bikes } = command;
    const { reservation: reservationId } = await authoriseReservation(tokens, command);
    const [kiosk, standing] = await Promise.all([inventory.readKiosk(kioskId), inventory.listStanding(kioskId)]);
    if (!kiosk) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
    const candidates = onOffer(kiosk, standing, clock.now()).map(({ bikeId }) => bikeId);
    const wanted = { reservationId, kioskId, partyRef, partyLimit, bikes, candidates, ...terms };
    const booking = await bookBikes({ inventory, publish, clock }, wanted);
    await publish(eventsOfBooking(booking, 'BikeReserved'));
    const held = booking.bikes.map(({ bikeId, bay }) => ({ bikeId, bay }));
    return { reservationId, kioskId, until: booking.until, bikes: held };
  };
}

export const handler = workflowHandler({
  command: HoldAhead,
  bind: () => {
    const { minutes, noShowsMax } = readEnv(reservationEnv);
    const terms = { minutes: Number(minutes), noShowsMax: Number(noShowsMax) };
    return holdAhead({ ...bikesDependencies(), terms });
  },
});
