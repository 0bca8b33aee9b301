import type { Clock } from '../../../seams/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Moves the time, calling back whatever falls due on the way, in order. */
  advance(ms: number): void;
}

export function manualClock(startMs = Date.parse('2030-01-01T00:00:00Z')): ManualClock {
  let nowMs = startMs;
  let due: Array<{ atMs: number; callback: () => void }> = [];
  const advance = (ms: number): void => {
    const untilMs = nowMs + ms;
    for (;;) {
      const next = due.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      due = due.filter((timer) => timer !== next);
      nowMs = Math.max(nowMs, next.atMs);
      next.callback();
    }
    nowMs = untilMs;
  };
  return {
    now: () => nowMs,
    after: (delayMs, callback) => {
      const timer = { atMs: nowMs + Math.max(delayMs, 0), callback };
      due.push(timer);
      return {
        cancel: () => {
          due = due.filter((other) => other !== timer);
        },
      };
    },
    advance,
  };
}
