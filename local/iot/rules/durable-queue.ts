import type { Clock, Timer } from '../../../seams/clock.ts';
import type { Store } from '../../store.ts';

/** Two more attempts, as Lambda makes for an asynchronous invocation ("Error handling", AWS Lambda guide). */
const attemptsInOrder = 3;

/** "Maximum age of event": up to six hours, the default (AWS Lambda, asynchronous invocation). */
const ageMaxMs = 6 * 3_600_000;

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

interface Entry<Job> {
  key: string;
  lane: string;
  job: Job;
  addedAt: number;
  attempts: number;
}

/** Work that must be done at least once, on disk until it is. */
export interface DurableQueue<Job> {
  /** On disk when this returns. Jobs of one lane are done one after the other, in order, while they succeed. */
  add(lane: string, job: Job): void;
  /** Begins with what the last run of the host left, and goes on with what is added. */
  start(): void;
  /** Begins nothing more. What is under way may be done again by the next run. */
  stop(): void;
}

export interface QueueOptions<Job> {
  store: Store;
  space: string;
  clock: Clock;
  work: (job: Job) => Promise<void>;
  /** Told of a job that failed for six hours and is given up. */
  onGivenUp: (job: Job, fault: unknown) => void;
}

/**
 * A job that fails is tried twice more before the jobs behind it, then steps aside, so that one bad message does not
 * hold up its lane for ever; on its own it is tried until it is six hours old.
 */
export function openQueue<Job>({ store, space, clock, work, onGivenUp }: QueueOptions<Job>): DurableQueue<Job> {
  const lanes = new Map<string, Array<Entry<Job>>>();
  const timers = new Set<Timer>();
  let running = false;
  let lastKey = 0;

  const after = (delayMs: number, callback: () => void) => {
    const timer = clock.after(delayMs, () => {
      timers.delete(timer);
      callback();
    });
    timers.add(timer);
  };
  const pauseMs = ({ attempts }: Entry<Job>) => Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);

  /** Whether the entry is done with, for good or ill; after `stop` nothing is recorded. */
  const attempt = async (entry: Entry<Job>): Promise<'done' | 'failed' | 'stopped'> => {
    const outcome = await work(entry.job).then(
      () => ({ fault: undefined, failed: false }),
      (fault: unknown) => ({ fault, failed: true }),
    );
    if (!running) return 'stopped';
    entry.attempts += 1;
    const tooOld = clock.now() - entry.addedAt >= ageMaxMs;
    if (outcome.failed && !tooOld) return 'failed';
    if (outcome.failed) onGivenUp(entry.job, outcome.fault);
    store.discard(space, entry.key);
    return 'done';
  };

  const aside = async (entry: Entry<Job>): Promise<void> => {
    if ((await attempt(entry)) === 'failed') after(pauseMs(entry), () => void aside(entry));
  };

  const next = async (lane: string): Promise<void> => {
    const entries = lanes.get(lane) ?? [];
    const [head] = entries;
    if (!head) {
      lanes.delete(lane);
      return;
    }
    const outcome = await attempt(head);
    if (outcome === 'stopped') return;
    if (outcome === 'failed' && head.attempts < attemptsInOrder) {
      after(pauseMs(head), () => void next(lane));
      return;
    }
    if (outcome === 'failed') after(pauseMs(head), () => void aside(head));
    entries.shift();
    soon(lane);
  };
  // By way of the clock, so that a rule that republishes to its own topic leaves the process room to breathe.
  const soon = (lane: string) => after(0, () => void next(lane));

  const enter = (entry: Entry<Job>) => {
    const entries = lanes.get(entry.lane);
    if (entries) {
      entries.push(entry);
      return;
    }
    lanes.set(entry.lane, [entry]);
    if (running) soon(entry.lane);
  };

  for (const { key, value } of store.list<Omit<Entry<Job>, 'key' | 'attempts'>>(space)) {
    lastKey = Number(key);
    enter({ ...value, key, attempts: 0 });
  }

  return {
    add(lane, job) {
      lastKey += 1;
      const key = String(lastKey).padStart(16, '0');
      const addedAt = clock.now();
      store.put(space, key, { lane, job, addedAt });
      enter({ key, lane, job, addedAt, attempts: 0 });
    },
    start() {
      running = true;
      for (const lane of lanes.keys()) soon(lane);
    },
    stop() {
      running = false;
      for (const timer of timers) timer.cancel();
      timers.clear();
    },
  };
}
