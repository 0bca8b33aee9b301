import type { RentalInput } from './contract.ts';
import { startOnce } from './start-once.ts';

/** The workflow `rental`. */
export interface RentalWorkflow {
  /** Starts it under the rental's id. That it was started before is no fault. */
  start(input: RentalInput): Promise<void>;
}

export function rentalWorkflow(arn: string): RentalWorkflow {
  const start = startOnce(arn);
  return { start: (input) => start(input.rentalId, input) };
}
