import { type FaultName, faultsOf, type Profile, without } from './profile.ts';
import type { Simulated, SimulationOptions } from './simulate.ts';

/** A smaller way to the same failure. */
export interface Shrunk {
  simulated: Simulated;
  minutes: number;
  /** Faults that it does not take. */
  without: FaultName[];
}

/**
 * Looks for a shorter day with fewer faults that breaks the same truth: leaves each fault out in turn, and keeps it out
 * where the truth still breaks; then ends the day earlier. What is left is what it takes.
 */
export async function shrink(
  first: Simulated,
  { seed, minutes, profile }: Required<SimulationOptions>,
  play: (options: SimulationOptions) => Promise<Simulated>,
  told: (line: string) => void,
): Promise<Shrunk> {
  const saying = first.broken?.truths[0]?.says;
  const stillBreaks = ({ broken }: Simulated) => broken?.truths.some(({ says }) => says === saying) ?? false;
  let best: Shrunk = { simulated: first, minutes, without: [] };
  let smaller: Profile = profile;
  const attempt = async (next: Omit<Shrunk, 'simulated'>, changed: Profile): Promise<void> => {
    const simulated = await play({ seed, minutes: next.minutes, profile: changed });
    if (!stillBreaks(simulated)) return;
    best = { ...next, simulated };
    smaller = changed;
    told(`still breaks in ${next.minutes} minutes without ${next.without.join(', ') || 'anything left out'}`);
  };
  for (const fault of faultsOf(profile))
    await attempt({ minutes: best.minutes, without: [...best.without, fault] }, without(smaller, fault));
  for (let less = minutes / 2; less >= 1; less /= 2) await attempt({ ...best, minutes: Math.ceil(less) }, smaller);
  return best;
}
