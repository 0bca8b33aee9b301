import type { Driver } from '../hardware/driver.ts';
import type { SimulatedMachine } from '../hardware/simulated/machine.ts';
import type { SimulationView } from './contract.ts';

/** Tells simulated hardware by the hands in front of it. */
export function isSimulated(driver: Driver | SimulatedMachine): driver is SimulatedMachine {
  return 'take' in driver;
}

/** What the page's panel shows of simulated hardware. */
export function simulationView(driver: Driver | SimulatedMachine): SimulationView | undefined {
  if (!isSimulated(driver)) return undefined;
  const motion = driver.motion();
  return { ...(motion && { motion }), faults: driver.faults(), riding: driver.riding() };
}
