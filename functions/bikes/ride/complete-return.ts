import type { WaitingTask } from '../../shared/waiting-task.ts';
import type { BikeReturned } from '../contract.ts';
import { type Reservation, rideOf } from '../items/reservation.ts';

/**
 * Tells the task that waits for a bike how the ride went. Registration and return each come here once they are
 * written: whoever comes second finds both, and completes. Both may find both; a task completes once.
 */
export async function completeReturn(task: WaitingTask<BikeReturned>, reservation: Reservation): Promise<void> {
  const ride = rideOf(reservation);
  if (ride && reservation.returnTask) await task.succeed(reservation.returnTask, ride);
}
