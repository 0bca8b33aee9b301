import { setImmediate as immediate, setTimeout as realDelay } from 'node:timers/promises';
import type { Clock, Timer } from '../../../seams/clock.ts';

export interface VirtualClock extends Clock {
  /** Moves time on, calling back what falls due on the way. */
  advance(ms: number): void;
  /** Timers that are set. */
  pending(): number;
  /** Puts the clock back, as a flat battery does. What was set by it falls due by it. */
  back(ms: number): void;
}

export function virtualClock(start = Date.parse('2026-06-01T10:00:00.000Z')): VirtualClock {
  let now = start;
  let order = 0;
  const timers = new Map<number, { due: number; callback: () => void }>();
  const nextDue = () => [...timers].sort(([a, one], [b, other]) => one.due - other.due || a - b)[0];
  return {
    now: () => now,
    after: (delayMs, callback): Timer => {
      order += 1;
      const id = order;
      timers.set(id, { due: now + Math.max(delayMs, 0), callback });
      return { cancel: () => void timers.delete(id) };
    },
    advance: (ms) => {
      const end = now + ms;
      for (let next = nextDue(); next && next[1].due <= end; next = nextDue()) {
        timers.delete(next[0]);
        now = Math.max(now, next[1].due);
        next[1].callback();
      }
      now = end;
    },
    pending: () => timers.size,
    back: (ms) => {
      now -= ms;
    },
  };
}

/** Virtual milliseconds for each turn of the real machine: cryptography runs in threads, on real time. */
const STEP_MS = 250;

/**
 * Lets virtual time pass until the condition holds. It stands still while `computing`.
 *
 * @throws Error when it does not within `withinMs` of virtual time.
 */
export async function until(
  clock: VirtualClock,
  what: string,
  holds: () => boolean,
  withinMs = 300_000,
  computing = () => false,
) {
  const deadline = clock.now() + withinMs;
  for (;;) {
    await settle();
    if (holds()) return;
    if (clock.now() > deadline) throw new Error(`Waited ${withinMs} ms of virtual time in vain until ${what}.`);
    if (!computing()) clock.advance(STEP_MS);
  }
}

/** Gives everything that might still happen the time to: five seconds, in turns. */
export async function quiet(clock: VirtualClock): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await settle();
    clock.advance(STEP_MS);
  }
}

/** Lets everything that needs no time happen. */
export async function settle(): Promise<void> {
  await realDelay(1);
  await immediate();
}
