import type { Dice } from '../dice.ts';
import type { Profile } from '../profile.ts';
import type { Strike } from '../struck.ts';
import type { VirtualTime } from '../virtual-time.ts';

/** What faults know of the world that they break. */
export interface World {
  clock: VirtualTime;
  /** The rates of this moment: after the day is over nothing breaks any more. */
  profile(): Profile;
  /** A stream of chance of one's own. */
  dice(name: string): Dice;
  wait(ms: number): Promise<void>;
  note(line: string, about?: string): void;
  strike: Strike;
}
