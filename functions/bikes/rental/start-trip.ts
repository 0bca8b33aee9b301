import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { StartTrip, type TripStarted } from '../contract.ts';
import { BikeNotReserved } from '../errors.ts';
import { eventsOfTaking, type Reservation } from '../items/reservation.ts';
import { recordTaking } from '../ride/record-taking.ts';
import { type BikesDependencies, bikesDependencies } from '../store/dependencies.ts';

/**
 * Starts the trip of a bike that this rental has reserved. A trip that has started already, by this command or by
 * storage's own event, is answered as it is.
 *
 * @throws TokenRefused, BikeNotReserved, BikeUnknown, ItemContended
 */
export function startTrip({ inventory, tokens, publish, clock }: BikesDependencies) {
  return async (command: StartTrip): Promise<TripStarted> => {
    const { slot, bikeId, takenAt } = command;
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const admit = ({ status, bikeId: reserved }: Reservation) => {
      if (status === 'released' || reserved !== bikeId)
        throw new BikeNotReserved(`Rental ${rentalId} has not reserved bike ${bikeId} for its place ${slot}.`);
    };
    const trip = await recordTaking({ inventory, clock }, { rentalId, slot, bikeId, at: takenAt, admit });
    await publish(eventsOfTaking(trip));
    return { slot, bikeId, startedAt: trip.takenAt ?? takenAt };
  };
}

export const handler = workflowHandler({
  command: StartTrip,
  bind: () => startTrip(bikesDependencies()),
});
