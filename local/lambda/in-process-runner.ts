import type { Runner } from './contract.ts';
import { createInstances, type InstancesOptions } from './instances.ts';

/** Runs functions in this very thread: for simulations, which decide about all that a function finds around it. */
export function createInProcessRunner(options: InstancesOptions): Runner {
  const instances = createInstances(options);
  return {
    run: instances.run,
    abandon: instances.abandon,
    close: async () => {},
  };
}
