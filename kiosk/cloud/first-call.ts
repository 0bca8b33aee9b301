import type { Clock, Timer } from '../../seams/clock.ts';
import { fraction, type Random } from '../../seams/random.ts';

/** When a kiosk that has started first calls the city: over HTTP to boot, and over MQTT. */
export interface FirstCall {
  /** Calls back when it is time to: at once, or after a wait that chance decides. */
  begin(call: () => void): void;
  /** Somebody stands here, who must not wait for that. */
  hurry(): void;
}

export interface FirstCallParts {
  clock: Clock;
  random: Random;
  /** For how long the computer had been running when the program started, in milliseconds. */
  machineUpMs: number;
  /** Over how long the city wants its kiosks to come back, in milliseconds. */
  spreadMs: number;
}

/**
 * A computer that has been up for longer did not come up with the city's power: its program was started alone, and calls
 * at once. One that has just come up may be one of all that did, and cannot know.
 */
const JUST_POWERED_MS = 5 * 60_000;

/**
 * Spreads the calls of kiosks that were powered in the same moment: each waits for a part of the city's spread, drawn
 * anew at each start (docs/decisions/0023).
 */
export function firstCall({ clock, random, machineUpMs, spreadMs }: FirstCallParts): FirstCall {
  let timer: Timer | undefined;
  let waiting: (() => void) | undefined;

  function hurry(): void {
    timer?.cancel();
    const call = waiting;
    waiting = undefined;
    call?.();
  }

  return {
    begin: (call) => {
      if (machineUpMs >= JUST_POWERED_MS || spreadMs <= 0) return call();
      waiting = call;
      timer = clock.after(fraction(random) * spreadMs, hurry);
    },
    hurry,
  };
}
