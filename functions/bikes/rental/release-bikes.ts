import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { type BikesReleased, ReleaseBikes } from '../contract.ts';
import { eventsOf, type Reservation } from '../items/reservation.ts';
import { type BikesDependencies, bikesDependencies } from '../store/dependencies.ts';
import { releaseBike } from './release-bike.ts';

function outcomeOf({ takenAt, releasedAt }: Reservation): BikesReleased['slots'][number]['outcome'] {
  if (takenAt) return 'taken';
  return releasedAt ? 'released' : 'notReserved';
}

/**
 * Gives up slots of a rental, for good. May be repeated, and may come where nothing was reserved. A slot whose
 * bike was taken is left alone, and answered as `taken`; a bike that the machine failed with is not offered again.
 *
 * @throws TokenRefused, ItemContended
 */
export function releaseBikes({ inventory, tokens, publish, clock }: BikesDependencies) {
  return async (command: ReleaseBikes): Promise<BikesReleased> => {
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const slots: BikesReleased['slots'] = [];
    for (const slot of command.slots) {
      const reservation = await releaseBike({ inventory, clock }, { rentalId, slot, reason: command.reason });
      const outcome = outcomeOf(reservation);
      if (outcome === 'released') await publish(eventsOf(reservation, 'BikeReleased', 'BikeWithdrawn'));
      slots.push({ slot, outcome });
    }
    return { slots };
  };
}

export const handler = workflowHandler({
  command: ReleaseBikes,
  bind: () => releaseBikes(bikesDependencies()),
});
