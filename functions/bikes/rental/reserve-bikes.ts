import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { type BikesReserved, ReserveBikes, ReservedBike } from '../contract.ts';
import { KioskUnknown } from '../errors.ts';
import { onOffer } from '../items/offer.ts';
import { eventsOf, holdOf } from '../items/reservation.ts';
import { isRenting } from '../items/station.ts';
import { admitRental } from '../kiosks/kiosk-renting.ts';
import { type BikesDependencies, bikesDependencies } from '../store/dependencies.ts';
import { holdBike } from './hold-bike.ts';

/**
 * Reserves bikes for the slots 1 to `bikes` of a rental, one after another; those that wait for the party here are
 * taken over first. A repeated command answers the same
 * bikes. Where it fails half way, what it took stays taken, for `ReleaseBikes` with all slots to free.
 *
 * @throws TokenRefused, KioskUnknown, KioskNotRenting, BikeUnavailable, PartyLimitReached, ReservationReleased, ItemContended
 */
export function reserveBikes({ inventory, tokens, publish, clock }: BikesDependencies) {
  // A repeat finds what it took, also where the kiosk has stopped renting since.
  const hasBegun = async (rentalId: string) => (await inventory.readReservation(holdOf(rentalId, 1))) !== undefined;
  return async (command: ReserveBikes): Promise<BikesReserved> => {
    const { kioskId, partyRef, partyLimit } = command;
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const [kiosk, standing] = await Promise.all([inventory.readKiosk(kioskId), inventory.listStanding(kioskId)]);
    if (!kiosk) throw new KioskUnknown(`There is no kiosk ${kioskId} in the inventory.`);
    if (!isRenting(kiosk) && !(await hasBegun(rentalId))) admitRental(kiosk);
    const candidates = onOffer(kiosk, standing, clock.now()).map(({ bikeId }) => bikeId);
    const bikes: ReservedBike[] = [];
    for (let slot = 1; slot <= command.bikes; slot++) {
      const claim = { rentalId, slot, kioskId, partyRef, partyLimit, candidates };
      const reservation = await holdBike({ inventory, clock }, claim);
      await publish(eventsOf(reservation, 'BikeReserved'));
      bikes.push(ReservedBike.parse({ slot, bikeId: reservation.bikeId, bay: reservation.stoodAt?.bay }));
    }
    return { bikes };
  };
}

export const handler = workflowHandler({
  command: ReserveBikes,
  bind: () => reserveBikes(bikesDependencies()),
});
