import { beforeEach, describe, expect, it } from '@jest/globals';
import { openQueue } from '../../../../local/iot/rules/durable-queue.ts';
import { openStore, type Store } from '../../../../local/store.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';

const HOUR_MS = 3_600_000;

let store: Store;
let clock: ManualClock;

beforeEach(() => {
  store = openStore(':memory:');
  clock = manualClock();
});

const settled = () => new Promise(setImmediate);
/** Lets time pass in steps small enough that what falls due can settle in between. */
async function pass(ms: number, stepMs = ms): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(stepMs);
    await settled();
  }
}

function worker(outcome: (job: string) => Promise<void> = async () => undefined) {
  const done: string[] = [];
  const givenUp: string[] = [];
  const queue = openQueue<string>({
    store,
    space: 'jobs',
    clock,
    work: async (job) => {
      done.push(job);
      await outcome(job);
    },
    onGivenUp: (job) => givenUp.push(job),
  });
  return { queue, done, givenUp };
}
const failing = (bad: string) => (job: string) => (job === bad ? Promise.reject(new Error('no')) : Promise.resolve());
const left = () => store.list('jobs').length;

describe('the queue', () => {
  it('does the jobs of a lane one after the other and forgets them', async () => {
    const release: Array<() => void> = [];
    const { queue, done } = worker(() => new Promise((resolve) => release.push(resolve)));
    queue.start();
    for (const job of ['a1', 'a2']) queue.add('a', job);
    queue.add('b', 'b1');
    await pass(1);
    const begun = [...done];
    for (const finish of release.splice(0)) finish();
    await pass(1, 1);
    await pass(1, 1);

    expect(begun).toEqual(['a1', 'b1']);
    expect(done).toEqual(['a1', 'b1', 'a2']);
    expect(left()).toBe(1);
  });

  it('does what the last run left, in order, and nothing before it is started', async () => {
    const before = worker();
    for (const job of ['1', '2', '3']) before.queue.add('lane', job);
    await pass(10, 1);

    const after = worker();
    after.queue.add('lane', '4');
    after.queue.start();
    await pass(10, 1);

    expect(before.done).toEqual([]);
    expect(after.done).toEqual(['1', '2', '3', '4']);
    expect(left()).toBe(0);
  });

  it('does again what was under way when it stopped', async () => {
    const finish: Array<() => void> = [];
    const stopped = worker(() => new Promise((resolve) => finish.push(resolve)));
    stopped.queue.start();
    stopped.queue.add('lane', 'job');
    await pass(1);
    stopped.queue.stop();
    finish[0]?.();
    await settled();

    const next = worker();
    next.queue.start();
    await pass(1);

    expect(next.done).toEqual(['job']);
  });

  it('tries a failing job three times before those behind it, then lets them pass', async () => {
    const { queue, done } = worker(failing('bad'));
    queue.start();
    for (const job of ['bad', 'good']) queue.add('lane', job);

    await pass(1);
    const atOnce = [...done];
    await pass(4_000, 100);

    expect(atOnce).toEqual(['bad']);
    expect(done).toEqual(['bad', 'bad', 'bad', 'good']);
    expect(left()).toBe(1);
  });

  it('does a job that succeeds at last exactly once more', async () => {
    let failures = 5;
    const { queue, done } = worker(async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('not yet');
    });
    queue.start();
    queue.add('lane', 'job');

    await pass(HOUR_MS, 1_000);

    expect(done).toHaveLength(6);
    expect(left()).toBe(0);
  });

  it('gives a job up when it has failed for six hours, and not before', async () => {
    const { queue, givenUp } = worker(failing('bad'));
    queue.start();
    queue.add('lane', 'bad');
    await pass(6 * HOUR_MS - 1_000, 1_000);
    const before = [...givenUp];

    await pass(120_000, 1_000);

    expect(before).toEqual([]);
    expect(givenUp).toEqual(['bad']);
    expect(left()).toBe(0);
  });
});
