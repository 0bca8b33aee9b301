/** A timer that has been set and may still be cancelled. */
export interface Timer {
  cancel(): void;
}

/**
 * Where time comes from. Nothing else in the project may read the time or wait: the simulator puts a virtual
 * clock here, and a rental that waits an hour then costs no more than one that waits a second.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls back once, `delayMs` from now; a delay of zero or less calls back as soon as it can. */
  after(delayMs: number, callback: () => void): Timer;
}

/** `setTimeout` fires at once for delays over 2^31 - 1 ms (Node.js, "Timers"); longer waits are taken in parts. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

function wait(delayMs: number, callback: () => void): Timer {
  let handle: NodeJS.Timeout;
  const arm = (leftMs: number) => {
    const partMs = Math.min(Math.max(leftMs, 0), LONGEST_TIMEOUT_MS);
    handle = setTimeout(() => (leftMs > partMs ? arm(leftMs - partMs) : callback()), partMs);
  };
  arm(delayMs);
  return { cancel: () => clearTimeout(handle) };
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => Date.now(), after: wait };

/** Resolves `delayMs` from now on the given clock. */
export function sleep(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/** The instant `ms` (since the epoch) as RFC 3339 text in UTC with milliseconds. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
