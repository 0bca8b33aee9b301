import { describe, expect, it } from '@jest/globals';
import { laboratory, named, task, tokenKeeper, tokenTask } from '../laboratory.ts';

const branch = (states: Record<string, object>) => ({ StartAt: Object.keys(states)[0], States: states });
const pass = (output: unknown) => ({ Type: 'Pass', Output: output, End: true });
const parallel = (branches: object[], more = {}) => ({ Type: 'Parallel', Branches: branches, End: true, ...more });
const run = (states: object, input: unknown = {}) => laboratory().run(states as never, input as never);

describe('Parallel', () => {
  it('gives each branch the same input, and the results in the order of the branches', async () => {
    const both = parallel([
      branch({ Slow: { Type: 'Wait', Seconds: 5, Next: 'A' }, A: pass('{% ["a", $states.input] %}') }),
      branch({ B: pass('{% ["b", $states.input] %}') }),
    ]);
    const lab = laboratory();

    const execution = await lab.run({ Both: { ...both, Arguments: '{% $states.input.n %}' } } as never, { n: 7 });

    expect(execution.result).toEqual([
      ['a', 7],
      ['b', 7],
    ]);
    expect((await lab.types(execution.executionArn)).slice(-3)).toEqual([
      ...['ParallelStateSucceeded', 'ParallelStateExited', 'ExecutionSucceeded'],
    ]);
  });

  it('fails with the first branch that fails, and aborts the others', async () => {
    const lab = laboratory({ photo: () => new Promise(() => {}) });
    const both = parallel([
      branch({ Photo: task('photo') }),
      branch({
        Stop: { Type: 'Wait', Seconds: 1, Next: 'Fail' },
        Fail: { Type: 'Fail', Error: 'Jam', Cause: 'stuck' },
      }),
    ]);

    const execution = await lab.run({ Both: both } as never);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Jam', cause: 'stuck' });
    expect((await lab.types(execution.executionArn)).slice(-4)).toEqual([
      ...['FailStateEntered', 'TaskStateAborted', 'ParallelStateFailed', 'ExecutionFailed'],
    ]);
  });

  it('lets a catcher go on from a branch that failed', async () => {
    const broken = parallel([branch({ Fail: { Type: 'Fail', Error: 'Jam', Cause: 'stuck' } })], {
      Catch: [{ ErrorEquals: ['Jam'], Next: 'Caught' }],
    });

    const execution = await run({ Both: broken, Caught: { Type: 'Succeed' } });

    expect(execution.result).toEqual({ Error: 'Jam', Cause: 'stuck' });
  });
});

describe('Map', () => {
  const over = (items: unknown, states: Record<string, object>, more = {}) => ({
    ...{ Type: 'Map', Items: items, ItemProcessor: branch(states), End: true },
    ...more,
  });

  it('runs no more items at once than it may, and keeps their order', async () => {
    const { tokens, keep } = tokenKeeper();
    const lab = laboratory({ move: keep });
    const arn = await lab.start(
      await lab.create({ Each: over([1, 2, 3], { Move: tokenTask('move') }, { MaxConcurrency: 2 }) } as never),
    );
    const atOnce = tokens.length;

    for (const index of [1, 0, 2]) {
      await lab.send('SendTaskSuccess', { taskToken: tokens[index] ?? '', output: `"token ${index}"` });
      await lab.clock.pass(0);
    }

    expect(atOnce).toBe(2);
    expect((await lab.describe(arn)).result).toEqual(['token 0', 'token 1', 'token 2']);
  });

  it('aborts the items in flight, nested ones too, when one fails', async () => {
    const lab = laboratory({ hang: () => new Promise(() => {}), jam: () => Promise.reject(named('Jam')) });
    const inner = parallel([branch({ Hang: task('hang') })]);
    const choice = {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'Inner' }],
      Default: 'Jam',
    };
    const each = over([1, 2], { Which: choice, Inner: inner, Jam: task('jam') });

    const execution = await lab.run({ Each: each } as never);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Jam' });
    expect((await lab.types(execution.executionArn)).slice(-6)).toEqual([
      ...['MapIterationFailed', 'TaskStateAborted', 'ParallelStateAborted', 'MapIterationAborted'],
      ...['MapStateFailed', 'ExecutionFailed'],
    ]);
  });

  it('goes on over as many failures as it tolerates, and fails with a name of its own beyond', async () => {
    const fail = { Fail: { Type: 'Fail', Error: 'Jam', Cause: 'stuck' } };

    const tolerated = await run({ Each: over([1, 2], fail, { ToleratedFailurePercentage: 100 }) });
    const exceeded = await run({ Each: over([1, 2], fail, { ToleratedFailureCount: 1 }) });

    expect(tolerated.result).toEqual(Array(2).fill({ Error: 'Jam', Cause: 'stuck' }));
    expect(exceeded.error).toBe('States.ExceedToleratedFailureThreshold');
  });

  it('starts anew on a retry', async () => {
    let calls = 0;
    const lab = laboratory({ flaky: () => (calls++ === 1 ? Promise.reject(named('Jam')) : calls) });
    const each = over([1, 2], { Move: task('flaky') }, { MaxConcurrency: 1, Retry: [{ ErrorEquals: ['Jam'] }] });

    const execution = await lab.run({ Each: each } as never);

    expect(execution.result).toEqual([3, 4]);
    expect((await lab.types(execution.executionArn)).filter((type) => type === 'MapStateStarted')).toHaveLength(2);
  });

  it('shows its item to the states inside, and keeps their variables from those outside', async () => {
    const inside = {
      Note: { Type: 'Pass', Assign: { seen: '{% [$limit, $states.context.Map.Item.Value] %}' }, Next: 'Tell' },
      Tell: pass('{% $seen %}'),
    };
    const states = {
      Begin: { Type: 'Pass', Assign: { limit: 9 }, Next: 'Each' },
      Each: { ...over(['a'], inside), End: undefined, Next: 'After' },
      After: pass("{% [$limit, $exists($seen) ? 'leaked' : 'kept'] %}"),
    };
    const lab = laboratory();

    const execution = await lab.run(states as never);

    expect(execution.result).toEqual([9, 'kept']);
  });
});
