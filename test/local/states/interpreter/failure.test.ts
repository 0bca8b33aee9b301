import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { retryDelayMs } from '../../../../local/states/interpreter/failure.ts';
import { systemRandom } from '../../../../seams/random.ts';
import { laboratory, named, START, task } from '../laboratory.ts';

const CAUGHT = { Caught: { Type: 'Pass', Output: '{% $states.input %}', End: true } };
const retrier = { errorEquals: ['States.ALL'], attemptsMax: 3 };

describe('Retry', () => {
  it('waits longer each time, up to its limit, and then gives up', async () => {
    const at: number[] = [];
    const lab = laboratory({
      flaky: () => {
        at.push((lab.clock.now() - START) / 1000);
        return Promise.reject(named('Busy'));
      },
    });
    const retry = { ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 10 };

    const execution = await lab.run({ Try: task('flaky', { Retry: [retry] }) });

    expect(at).toEqual([0, 2, 8, 18]);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Busy' });
  });

  it('counts attempts for each retrier on its own, and shows their sum to expressions', async () => {
    const counts: unknown[] = [];
    const lab = laboratory({
      flaky: (count) => {
        counts.push(count);
        return Promise.reject(named(counts.length % 2 === 1 ? 'Busy' : 'Jam'));
      },
    });
    const once = (error: string) => ({ ErrorEquals: [error], MaxAttempts: 1 });
    const states = {
      Try: task('flaky', { Arguments: '{% $states.context.State.RetryCount %}', Retry: [once('Busy'), once('Jam')] }),
    };

    await lab.run(states);

    expect(counts).toEqual([0, 1, 2]);
  });

  it('takes any part of the delay with full jitter, and exactly the delay without', () => {
    fc.assert(
      fc.property(
        fc.record({
          intervalSeconds: fc.integer({ min: 1, max: 600 }),
          backoffRate: fc.double({ min: 1, max: 5, noNaN: true }),
          delaySecondsMax: fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined }),
          retries: fc.integer({ min: 0, max: 10 }),
        }),
        ({ retries, ...numbers }) => {
          const exact = retryDelayMs({ ...retrier, ...numbers, hasJitter: false }, retries, systemRandom);
          const jittered = retryDelayMs({ ...retrier, ...numbers, hasJitter: true }, retries, systemRandom);

          expect(jittered).toBeGreaterThanOrEqual(0);
          expect(jittered).toBeLessThanOrEqual(exact);
          expect(exact).toBeLessThanOrEqual((numbers.delaySecondsMax ?? 31_622_400) * 1000);
        },
      ),
    );
  });
});

describe('Catch', () => {
  it.each([
    ['its arguments', { Arguments: '{% $missing %}' }, 'Arguments'],
    ['its output', { Output: { total: '{% $missing %}' } }, 'Output/total'],
  ])('takes a failed evaluation of %s', async (_, field, location) => {
    const lab = laboratory({ count: () => 1 });
    const way = { ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' };

    const execution = await lab.run({ Count: task('count', { ...field, Catch: [way] }), ...CAUGHT });

    expect(execution.result).toEqual({
      Error: 'States.QueryEvaluationError',
      Cause: `An error occurred while executing the state 'Count' (entered at the event id #2). The JSONata expression '$missing' specified for the field '${location}' returned nothing (undefined).`,
    });
    expect(await lab.types(execution.executionArn)).toContain('EvaluationFailed');
  });

  it('fails when its own output cannot be evaluated, and names the catcher', async () => {
    const lab = laboratory({ count: () => Promise.reject(named('Jam')) });
    const way = { ErrorEquals: ['States.ALL'], Next: 'Caught', Output: '{% $missing %}' };

    const execution = await lab.run({ Count: task('count', { Catch: [way] }), ...CAUGHT });

    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toContain("specified for the field 'Catch[0]/Output' returned nothing");
  });

  it('lets States.TaskFailed stand for any error but a time-out', async () => {
    const lab = laboratory({ hang: () => new Promise(() => {}) });
    const ways = ['States.TaskFailed', 'States.ALL'].map((error) => {
      return { ErrorEquals: [error], Next: 'Caught', Output: error };
    });

    const execution = await lab.run({ Hang: task('hang', { TimeoutSeconds: 1, Catch: ways }), ...CAUGHT });

    expect(execution.result).toBe('States.ALL');
  });
});

describe('the limits of an execution', () => {
  it('fails a Choice that nothing matches', async () => {
    const choice = { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n > 5 %}', Next: 'Big' }] };

    const execution = await laboratory().run({ Which: choice, Big: { Type: 'Succeed' } }, { n: 1 });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  it('fails a condition that is not true or false', async () => {
    const choice = { Type: 'Choice', Choices: [{ Condition: "{% 'yes' %}", Next: 'Big' }], Default: 'Big' };

    const execution = await laboratory().run({ Which: choice, Big: { Type: 'Succeed' } });

    expect(execution.cause).toContain(
      `specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'string' for value: "yes"`,
    );
  });

  it("ends after the machine's own time", async () => {
    const execution = await laboratory().run(
      { Wait: { Type: 'Wait', Seconds: 100, End: true } },
      {},
      { TimeoutSeconds: 30 },
    );

    expect(execution).toMatchObject({ status: 'TIMED_OUT', stopDate: START / 1000 + 30 });
    expect(execution).not.toHaveProperty('error');
  });

  it('ends a loop at 25,000 events', async () => {
    const lab = laboratory();
    const loop = { Type: 'Choice', Choices: [{ Condition: '{% $states.input.stop %}', Next: 'End' }], Default: 'Loop' };

    const execution = await lab.run({ Loop: loop, End: { Type: 'Succeed' } }, { stop: false });

    expect(execution.cause).toBe('The execution reached the maximum number of history events (25000).');
    const { events } = await lab.send('GetExecutionHistory', {
      executionArn: execution.executionArn,
      reverseOrder: true,
      maxResults: 1,
    });
    expect(events[0]).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });
});
