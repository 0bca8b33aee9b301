import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../../local/lambda/contract.ts';
import { createEventQueue } from '../../../local/lambda/event-queue.ts';
import { openStore } from '../../../local/store.ts';
import { ServiceError } from '../../../local/wire/contract.ts';
import { systemRandom } from '../../../seams/random.ts';
import { virtualClock } from '../virtual-clock.ts';
import { echo } from './sample-functions.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A queue whose invocations end as told, one after the other. */
function queueOf(endings: Array<Outcome | Error>) {
  const clock = virtualClock(0);
  const store = openStore(':memory:');
  const attempts: Array<{ atMs: number; requestId: string | undefined }> = [];
  const logged: string[] = [];
  const queue = createEventQueue({
    store,
    clock,
    random: systemRandom,
    invoke: async (_definition, _event, requestId = '') => {
      attempts.push({ atMs: clock.now(), requestId });
      const ending = endings.shift();
      if (ending === undefined || ending instanceof Error) throw ending ?? new Error('There was one attempt too many.');
      return { requestId, outcome: ending };
    },
    find: (name) => (name === 'echo' ? echo() : undefined),
    log: (line) => void logged.push(line),
  });
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return { queue, clock, store, attempts, logged, pass };
}

const fault: Outcome = { fault: { errorType: 'Odd', errorMessage: 'odd' } };
const done: Outcome = { payload: 'null' };

describe('the queue of events', () => {
  it('does not count failures that are not the function’s own', async () => {
    const busy = new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429);
    const { queue, attempts, pass } = queueOf([busy, busy, busy, fault, fault, done]);
    await queue.accept('echo', '{}');

    for (const ms of [0, 1_000, 1_000, 1_000, 60_000, 120_000]) await pass(ms);

    expect(attempts.map(({ atMs }) => atMs)).toEqual([0, 1_000, 2_000, 3_000, 63_000, 183_000]);
  });

  it('has taken an event only once the disk has it', async () => {
    const { queue, store } = queueOf([]);
    const disk = Promise.withResolvers<void>();
    store.settled = () => disk.promise;
    let isTaken = false;
    const taken = queue.accept('echo', '{}').then(() => {
      isTaken = true;
    });

    await settle();
    const before = isTaken;
    disk.resolve();
    await taken;

    expect(before).toBe(false);
  });

  it('gives all attempts at one event the same request id', async () => {
    const { queue, attempts, pass } = queueOf([fault, fault, done]);
    const id = await queue.accept('echo', '{}');

    for (const ms of [0, 60_000, 120_000]) await pass(ms);

    expect(attempts.map(({ requestId }) => requestId)).toEqual([id, id, id]);
  });

  it('keeps what is running when it is closed, for the next run of the host', async () => {
    const { queue, store, pass } = queueOf([done]);
    await queue.accept('echo', '{}');

    queue.close();
    await pass(0);

    expect(store.list('lambda-events')).toHaveLength(1);
  });

  it('drops an event whose function is gone, and says so', async () => {
    const { queue, store, logged, pass } = queueOf([]);
    await queue.accept('removed', '{}');

    await pass(0);

    expect(logged).toEqual(['An event for removed is dropped: the template has no such function any more.']);
    expect(store.list('lambda-events')).toEqual([]);
  });
});
