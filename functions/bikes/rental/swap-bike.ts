import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { type BikeSwapped, SwapBike } from '../contract.ts';
import { BikeUnavailable } from '../errors.ts';
import { eventsOfSwap } from '../items/swap.ts';
import { type BikesDependencies, bikesDependencies } from '../store/dependencies.ts';
import { replaceBike } from './replace-bike.ts';

/**
 * Finds another way after the machine failed with a bike: the same bike once more, or the next that stands here. A
 * repeated command gets the same answer. Where nothing is left to try, what the slot holds stays as it is, for
 * `ReleaseBikes` to free.
 *
 * @throws TokenRefused, BikeUnavailable, BikeNotReserved, ReservationReleased, ItemContended
 */
export function swapBike({ inventory, tokens, publish, clock }: BikesDependencies) {
  return async (command: SwapBike): Promise<BikeSwapped> => {
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const { kioskId, slot, bikeId, bay, attempt, reason } = command;
    const failure = { rentalId, slot, kioskId, bikeId, bay, attempt, reason };
    const { reservation, swap } = await replaceBike({ inventory, clock }, failure);
    await publish(eventsOfSwap(reservation, swap).map((detail) => ({ type: detail.type, detail })));
    if (!swap.next) throw new BikeUnavailable(`${kioskId} has no other bike for place ${slot} of your rental.`);
    return { slot, bikeId: swap.next.bikeId, bay: swap.next.stoodAt.bay, attempt: attempt + 1 };
  };
}

export const handler = workflowHandler({
  command: SwapBike,
  bind: () => swapBike(bikesDependencies()),
});
