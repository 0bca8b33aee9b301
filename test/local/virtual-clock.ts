import type { Clock, Timer } from '../../seams/clock.ts';

export interface VirtualClock extends Clock {
  /** Moves time on, calling back whatever falls due on the way, in order. */
  advance(ms: number): void;
}

interface Waiting {
  atMs: number;
  callback: () => void;
}

/** A clock that stands still until it is moved. */
export function virtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  const waiting = new Set<Waiting>();

  const nextDue = (untilMs: number): Waiting | undefined =>
    [...waiting].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];

  const after = (delayMs: number, callback: () => void): Timer => {
    const entry = { atMs: nowMs + Math.max(0, delayMs), callback };
    waiting.add(entry);
    return { cancel: () => void waiting.delete(entry) };
  };

  const advance = (ms: number): void => {
    const untilMs = nowMs + ms;
    for (let due = nextDue(untilMs); due; due = nextDue(untilMs)) {
      waiting.delete(due);
      nowMs = due.atMs;
      due.callback();
    }
    nowMs = untilMs;
  };

  return { now: () => nowMs, after, advance };
}
