import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { forgetFolders } from '../sample-app.ts';
import { type ServedLambda, sampleFunctions, serveLambda } from './sample-lambda.ts';

// Templates are made, on machines that may be busy.
jest.setTimeout(60_000);

/** Lets everything run that needs no time. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('an event that nobody waits for', () => {
  const assembly = sampleFunctions();
  let served: ServedLambda;

  beforeEach(async () => {
    served = await serveLambda(assembly);
  });

  afterEach(() => served.close());
  afterAll(forgetFolders);

  const send = (event: object) =>
    served.client.send(
      new InvokeCommand({
        FunctionName: 'Sample-Failing',
        InvocationType: 'Event',
        Payload: JSON.stringify({ name: 'Odd', ...event }),
      }),
    );
  /** How often the function was called so far, this very call not counted. */
  const calls = async () => Number(await served.lambda.invoke('Sample-Failing', { until: 0 })) - 1;

  it('is accepted, and run', async () => {
    const answer = await send({ until: 1 });

    served.clock.advance(0);
    await settle();

    expect(answer.StatusCode).toBe(202);
    expect(await calls()).toBe(1);
    expect(served.store.list('lambda-events')).toEqual([]);
  });

  it('is tried again after one minute and after two more, and then dropped', async () => {
    await send({ until: 99 });
    const attempts: number[] = [];
    for (const waitMs of [0, 59_999, 1, 119_999, 1, 3_600_000]) {
      served.clock.advance(waitMs);
      await settle();
      attempts.push(served.store.list<{ failures: number }>('lambda-events')[0]?.value.failures ?? Number.NaN);
    }

    expect(attempts).toEqual([1, 1, 2, 2, Number.NaN, Number.NaN]);
    expect(await calls()).toBe(3);
    expect(served.logged.join()).toMatch(/Sample-Failing failed an event for the last time .* Odd: attempt 3/);
  });

  it('is not lost when the host dies before it could run', async () => {
    await send({ until: 1 });
    const { store } = served;
    await served.close();
    served = await serveLambda(assembly, store);

    await served.lambda.start?.();
    served.clock.advance(0);
    await settle();

    expect(await calls()).toBe(1);
    expect(served.store.list('lambda-events')).toEqual([]);
  });
});
