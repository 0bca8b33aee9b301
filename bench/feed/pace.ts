import { sleep, systemClock } from '../../seams/clock.ts';

/** What was started at a pace while some work was done. */
export interface Load<Done> {
  /** What came of all that were started, also of those that ended later. */
  done: Done[];
  /** How many a second came to their end while the work was done. */
  perSecond: number;
  /** By the name of what went wrong. */
  failed: Map<string, number>;
}

/**
 * Starts something `perSecond` times until `work` is done; each begins in its turn, whether those before have ended or
 * not.
 */
export async function atPace<Done>(
  perSecond: number,
  start: () => Promise<Done>,
  work: () => Promise<void>,
): Promise<Load<Done>> {
  const load: Load<Done> = { done: [], perSecond: 0, failed: new Map() };
  const running = new Set<Promise<void>>();
  const startedAt = performance.now();
  let isOver = false;
  const pace = async () => {
    for (let next = startedAt; !isOver; next += 1_000 / perSecond) {
      await sleep(systemClock, next - performance.now());
      const one: Promise<void> = start()
        .then((done) => void load.done.push(done))
        .catch(({ name }: Error) => void load.failed.set(name, (load.failed.get(name) ?? 0) + 1))
        .finally(() => running.delete(one));
      running.add(one);
    }
    await Promise.all(running);
  };
  const pacing = pace();
  await work();
  isOver = true;
  load.perSecond = load.done.length / ((performance.now() - startedAt) / 1_000);
  await pacing;
  return load;
}
