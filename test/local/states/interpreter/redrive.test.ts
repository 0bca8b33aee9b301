import { describe, expect, it } from '@jest/globals';
import { laboratory, named, task, tokenKeeper, tokenTask } from '../laboratory.ts';

/** Fails until it is mended. */
function breakable() {
  const calls: unknown[] = [];
  let isBroken = true;
  return {
    calls,
    mend: () => {
      isBroken = false;
    },
    handler: (event: unknown) => {
      calls.push(event);
      return isBroken && event === 'b' ? Promise.reject(named('Jam')) : `moved ${event}`;
    },
  };
}

describe('RedriveExecution', () => {
  it('goes on at the state that failed, without entering it again or repeating what succeeded', async () => {
    const machine = breakable();
    const lab = laboratory({ move: machine.handler as never });
    const states = {
      First: task('move', { Arguments: 'a', Next: 'Second' }),
      Second: task('move', { Arguments: 'b' }),
    };
    const failed = await lab.run(states as never);
    machine.mend();

    await lab.send('RedriveExecution', { executionArn: failed.executionArn });
    const execution = await lab.finish(failed.executionArn);

    expect(failed).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', result: 'moved b', redriveCount: 1 });
    expect(machine.calls).toEqual(['a', 'b', 'b']);
    expect((await lab.types(execution.executionArn)).slice(-7)).toEqual([
      ...['ExecutionFailed', 'ExecutionRedriven', 'LambdaFunctionScheduled', 'LambdaFunctionStarted'],
      ...['LambdaFunctionSucceeded', 'TaskStateExited', 'ExecutionSucceeded'],
    ]);
    expect(lab.told.map(({ status }) => status)).toEqual(['RUNNING', 'FAILED', 'RUNNING', 'SUCCEEDED']);
  });

  it('repeats only those items of a Map that failed or were aborted', async () => {
    const machine = breakable();
    const { tokens, keep } = tokenKeeper();
    const lab = laboratory({ move: machine.handler as never, take: keep });
    const which = {
      Type: 'Choice',
      Choices: [{ Condition: "{% $states.input = 'wait' %}", Next: 'Take' }],
      Default: 'Move',
    };
    const inside = { Which: which, Take: tokenTask('take'), Move: task('move') };
    const items = ['a', 'wait', 'b', 'c'];
    const each = {
      Type: 'Map',
      Items: items,
      MaxConcurrency: 3,
      ItemProcessor: { StartAt: 'Which', States: inside },
      End: true,
    };
    const failed = await lab.run({ Each: each } as never);
    machine.mend();

    await lab.send('RedriveExecution', { executionArn: failed.executionArn });
    await lab.clock.pass(0);
    const stale = await lab.send('SendTaskSuccess', { taskToken: tokens[0] ?? '', output: '1' });
    await lab.send('SendTaskSuccess', { taskToken: tokens[1] ?? '', output: '2' });
    const execution = await lab.finish(failed.executionArn);

    expect(failed.status).toBe('FAILED');
    expect(stale).toMatchObject({ __type: 'TaskTimedOut' });
    expect(execution.result).toEqual(['moved a', 2, 'moved b', 'moved c']);
    expect(machine.calls).toEqual(['a', 'b', 'c', 'b', 'c']);
  });

  it('takes up an execution that was stopped', async () => {
    const lab = laboratory();
    const arn = await lab.start(await lab.create({ Wait: { Type: 'Wait', Seconds: 60, End: true } }));
    await lab.send('StopExecution', { executionArn: arn, error: 'Mistake', cause: 'wrong kiosk' });
    const stopped = await lab.describe(arn);

    await lab.send('RedriveExecution', { executionArn: arn });
    const execution = await lab.finish(arn);

    expect(stopped).toMatchObject({ status: 'ABORTED', error: 'Mistake', cause: 'wrong kiosk' });
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('refuses executions that run, that succeeded, or that ended more than 14 days ago', async () => {
    const lab = laboratory();
    const wait = await lab.create({ Wait: { Type: 'Wait', Seconds: 60, End: true } }, {}, 'waiting');
    const fail = await lab.create({ Fail: { Type: 'Fail' } }, {}, 'failing');
    const running = await lab.start(wait);
    const early = await lab.send('RedriveExecution', { executionArn: running });
    const failed = await lab.start(fail);
    await lab.clock.pass(14 * 86_400_000 + 1);

    const late = await Promise.all(
      [running, failed].map((executionArn) => lab.send('RedriveExecution', { executionArn })),
    );

    expect([early, ...late].map(({ __type }) => __type)).toEqual(Array(3).fill('ExecutionNotRedrivable'));
  });
});
