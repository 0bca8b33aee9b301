import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { MissingReported, ReportMissing } from '../contract.ts';
import { eventsOf, rideOf } from '../items/reservation.ts';
import { type BikesDependencies, bikesDependencies } from '../store/dependencies.ts';
import { recordLoss } from './record-loss.ts';

/**
 * Has a bike that did not come back missing, and answers its ride, which ends now. A ride that has ended meanwhile is
 * answered as it was. Asked again, it answers the same.
 *
 * @throws TokenRefused, BikeNotReserved where nothing was taken for the slot, BikeUnknown, ItemContended
 */
export function reportMissing({ inventory, tokens, publish, clock }: BikesDependencies) {
  return async (command: ReportMissing): Promise<MissingReported> => {
    const { slot } = command;
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const ended = await recordLoss({ inventory, clock }, { rentalId, slot });
    await publish(eventsOf(ended, 'BikeMissing', 'TripEnded'));
    return MissingReported.parse({ ...rideOf(ended), isMissing: ended.lost?.isMissing === true });
  };
}

export const handler = workflowHandler({
  command: ReportMissing,
  bind: () => reportMissing(bikesDependencies()),
});
