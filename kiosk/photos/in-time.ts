import type { Clock } from '../../seams/clock.ts';

/** What `work` gives, as long as it gives it within `delayMs`. @throws Error once that has passed; `work` is left to itself. */
export async function inTime<Result>(clock: Clock, delayMs: number, work: Promise<Result>): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = clock.after(delayMs, () => reject(new Error('it took too long')));
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.cancel();
  }
}
