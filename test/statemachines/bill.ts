import { instant } from '../../seams/clock.ts';
import { START } from '../local/states/laboratory.ts';
import { answers, reports } from './rehearsal.ts';
import { rent } from './rented.ts';

/** What one rental makes of what AWS counts, as far as the workflows make it. */
export interface Bill {
  /** State transitions of the workflow `rental`, and of `ride`. */
  rental: number;
  ride: number;
  /** How often the two call functions. */
  calls: number;
  /** How often the rider is vouched for, for which the workflow `admission` runs again. */
  vouched: number;
}

const WHILE = { startedAt: instant(START), endedAt: instant(START) };

/** Rents so many bikes, rides and returns them, on the real definitions and the real engine; all goes well. */
export async function billOf(bikes: number): Promise<Bill> {
  const rental = await rent(
    {
      AwaitReturn: [reports({ slot: 1, bikeId: 'bike-1', ...WHILE })],
      CapturePayment: [answers({ total: 0 })],
    },
    { bikes },
  );
  const ride = await rental.follow('ride', 'r-1');
  if (rental.status !== 'SUCCEEDED' || ride.status !== 'SUCCEEDED')
    throw new Error(`The rental ended as ${rental.status}, its ride as ${ride.status}.`);
  const calls = [...rental.calls.values()].reduce((sum, { length }) => sum + length, 0);
  return { rental: rental.billed, ride: ride.billed, calls, vouched: rental.calls.get('VouchForRider')?.length ?? 0 };
}
