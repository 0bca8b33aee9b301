import { instant } from '../../../seams/clock.ts';
import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { ReportOverdue } from '../contract.ts';
import { BikeNotReserved } from '../errors.ts';
import { eventsOf, holdOf } from '../items/reservation.ts';
import { type BikesDependencies, bikesDependencies } from '../store/dependencies.ts';

/**
 * Tells that a bike is out for longer than it may be: once, by the time at which it was first found to be. Where it is
 * back meanwhile there is nothing to tell.
 *
 * @throws TokenRefused, BikeNotReserved where nothing was taken for the slot, ItemContended
 */
export function reportOverdue({ inventory, tokens, publish, clock }: BikesDependencies) {
  return async (command: ReportOverdue): Promise<void> => {
    const { slot } = command;
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const overdue = await untilSaved(async () => {
      const found = await inventory.readReservation(holdOf(rentalId, slot));
      if (!found?.takenAt) throw new BikeNotReserved(`Nothing was taken for place ${slot} of rental ${rentalId}.`);
      if (found.overdueAt || found.status !== 'taken') return found;
      const told = { ...found, overdueAt: instant(clock.now()) };
      return (await inventory.save(told)) ? told : undefined;
    });
    await publish(eventsOf(overdue, 'BikeOverdue'));
  };
}

export const handler = workflowHandler({
  command: ReportOverdue,
  bind: () => reportOverdue(bikesDependencies()),
});
