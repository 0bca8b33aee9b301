import { authoriseRental } from '../../shared/rental-authorisation.ts';
import { untilSaved } from '../../shared/table.ts';
import { stepFunctionsTask, type WaitingTask } from '../../shared/waiting-task.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { AwaitReturn, type BikeReturned } from '../contract.ts';
import { BikeNotReserved } from '../errors.ts';
import { holdOf } from '../items/reservation.ts';
import { type RentalDependencies, rentalDependencies } from '../store/dependencies.ts';
import { completeReturn } from './complete-return.ts';

/**
 * Has a task wait until the bike of a slot is back. A task that is retried registers anew, and the newest waits. Where
 * the bike is back already, the task is told at once.
 *
 * @throws TokenRefused, BikeNotReserved where nothing was taken for the slot, ItemContended
 */
export function awaitReturn(deps: Omit<RentalDependencies, 'clock'> & { task: WaitingTask<BikeReturned> }) {
  const { inventory, tokens, task } = deps;
  return async (command: AwaitReturn): Promise<void> => {
    const { slot, taskToken } = command;
    const { rental: rentalId } = await authoriseRental(tokens, 'bikes', command);
    const waiting = await untilSaved(async () => {
      const found = await inventory.readReservation(holdOf(rentalId, slot));
      if (!found?.takenAt) throw new BikeNotReserved(`Nothing was taken for place ${slot} of rental ${rentalId}.`);
      if (found.returnTask === taskToken) return found;
      const registered = { ...found, returnTask: taskToken };
      return (await inventory.save(registered)) ? registered : undefined;
    });
    await completeReturn(task, waiting);
  };
}

export const handler = workflowHandler({
  command: AwaitReturn,
  bind: () => awaitReturn({ ...rentalDependencies(), task: stepFunctionsTask() }),
});
