import { speed } from './speed.ts';
import { waiting } from './waiting.ts';

/** The engine of the state machines on its own: `node bench/states/bench.ts`. */
export async function stateMachines(): Promise<string[]> {
  return [...(await speed()), '', ...(await waiting())];
}

if (import.meta.main) for (const line of await stateMachines()) console.log(line);
