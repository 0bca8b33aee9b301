import { describe, expect, it } from '@jest/globals';
import { arnOfFunction, laboratory, named, ROLE, task, tokenKeeper, tokenTask } from '../laboratory.ts';

const caught = (error: string, more = {}) => ({
  ErrorEquals: [error],
  Next: 'Caught',
  Output: '{% $states.errorOutput %}',
  ...more,
});
const CAUGHT = { Caught: { Type: 'Succeed' } };

describe('a task of a function', () => {
  it('hands over its arguments as its state machine, and takes what the function returns', async () => {
    const lab = laboratory({ reserve: (event) => ({ reserved: event }) });
    const execution = await lab.run(
      { Reserve: task('reserve', { Arguments: { bikes: '{% $states.input.bikes + 1 %}' } }) },
      { bikes: 1 },
    );

    const call = lab.asked.find(({ service }) => service === 'lambda');

    expect(execution.result).toEqual({ reserved: { bikes: 2 } });
    const sourceArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:rental';
    expect(call?.caller).toEqual({ kind: 'stateMachine', name: 'rental', roleArn: ROLE, sourceArn });
    expect(call?.request.path).toBe(
      `/2015-03-31/functions/${encodeURIComponent(arnOfFunction('reserve'))}/invocations`,
    );
  });

  it('fails under the error name of the function, with what Lambda said as its cause', async () => {
    const lab = laboratory({ reserve: () => Promise.reject(named('BikeUnavailable', 'none left')) });

    const execution = await lab.run({ Reserve: task('reserve') });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'BikeUnavailable' });
    expect(JSON.parse(execution.cause)).toEqual({ errorType: 'BikeUnavailable', errorMessage: 'none left', trace: [] });
    expect(await lab.types(execution.executionArn)).toContain('LambdaFunctionFailed');
  });

  it('names a function that is missing as AWS does', async () => {
    const lab = laboratory();
    const invoke = task('', { Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'missing' } });

    const execution = await lab.run({ Reserve: invoke });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' });
  });

  it('fails with a limit of its own when the result is over 256 KiB, which States.ALL catches', async () => {
    const lab = laboratory({ reserve: () => 'x'.repeat(256 * 1024) });

    const execution = await lab.run({ Reserve: task('reserve', { Catch: [caught('States.ALL')] }), ...CAUGHT });

    expect(execution.result).toEqual({
      Error: 'States.DataLimitExceeded',
      Cause: `The state/task '${arnOfFunction('reserve')}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    });
  });

  it('times out after its own limit, and drops the answer that comes late', async () => {
    let answer = (_: null) => {};
    const lab = laboratory({ reserve: () => new Promise((resolve) => (answer = resolve)) });
    const states = { Reserve: task('reserve', { TimeoutSeconds: 7, Catch: [caught('States.Timeout')] }), ...CAUGHT };

    const arn = await lab.start(await lab.create(states));
    await lab.clock.pass(7_000);
    answer(null);
    const execution = await lab.finish(arn);

    expect(execution.result).toEqual({ Error: 'States.Timeout', Cause: '' });
    expect(await lab.types(arn)).not.toContain('LambdaFunctionSucceeded');
  });
});

describe('a task with a token', () => {
  it('waits for the token, and gives what was sent with it', async () => {
    const { tokens, keep } = tokenKeeper();
    const lab = laboratory({ move: keep });
    const arn = await lab.start(await lab.create({ Move: tokenTask('move') }));
    await lab.clock.pass(3_600_000);
    const before = await lab.describe(arn);

    const sent = await lab.send('SendTaskSuccess', { taskToken: tokens[0] ?? '', output: '{"moved":true}' });

    expect(before.status).toBe('RUNNING');
    expect(sent).toEqual({});
    expect((await lab.describe(arn)).result).toEqual({ moved: true });
    expect(await lab.types(arn)).toEqual([
      ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded'],
      ...['TaskStateExited', 'ExecutionSucceeded'],
    ]);
  });

  it('fails with the error that was sent, or with none', async () => {
    const { tokens, keep } = tokenKeeper();
    const lab = laboratory({ move: keep });
    const arn = await lab.start(
      await lab.create({ Move: tokenTask('move', { Catch: [caught('States.ALL')] }), ...CAUGHT }),
    );

    await lab.send('SendTaskFailure', { taskToken: tokens[0] ?? '' });

    expect((await lab.describe(arn)).result).toEqual({ Error: null, Cause: null });
  });

  it('takes a token once, and tells the second that the task is over', async () => {
    const { tokens, keep } = tokenKeeper();
    const lab = laboratory({ move: keep });
    await lab.start(await lab.create({ Move: tokenTask('move') }));
    const answer = { taskToken: tokens[0] ?? '', output: '{}' };

    const answers = await Promise.all([lab.send('SendTaskSuccess', answer), lab.send('SendTaskSuccess', answer)]);

    expect(answers).toEqual([{}, expect.objectContaining({ __type: 'TaskTimedOut' })]);
  });

  it('refuses text that is no token, and tokens that were tampered with', async () => {
    const { tokens, keep } = tokenKeeper();
    const lab = laboratory({ move: keep });
    const arn = await lab.start(await lab.create({ Move: tokenTask('move') }));
    const forged = Buffer.from(tokens[0] ?? '', 'base64');
    forged[20] = (forged[20] ?? 0) ^ 1;
    const unknown = Buffer.from(tokens[0] ?? '', 'base64');
    unknown[5] = 99;

    const answers = await Promise.all(
      ['nonsense', forged.toString('base64'), unknown.toString('base64')].map((taskToken) =>
        lab.send('SendTaskSuccess', { taskToken, output: '{}' }),
      ),
    );

    expect(answers.map(({ __type }) => __type)).toEqual(['InvalidToken', 'TaskTimedOut', 'TaskDoesNotExist']);
    expect((await lab.describe(arn)).status).toBe('RUNNING');
  });

  it.each(['States.HeartbeatTimeout', 'States.Timeout'])(
    'catches a heartbeat that stayed away as %s',
    async (error) => {
      const { tokens, keep } = tokenKeeper();
      const lab = laboratory({ move: keep });
      const move = tokenTask('move', { HeartbeatSeconds: 60, TimeoutSeconds: 3600, Catch: [caught(error)] });
      const arn = await lab.start(await lab.create({ Move: move, ...CAUGHT }));
      await lab.clock.pass(50_000);
      await lab.send('SendTaskHeartbeat', { taskToken: tokens[0] ?? '' });
      await lab.clock.pass(59_000);
      const before = await lab.describe(arn);

      await lab.clock.pass(1_000);

      expect(before.status).toBe('RUNNING');
      expect((await lab.describe(arn)).result).toEqual({ Error: 'States.Timeout', Cause: '' });
      expect(await lab.send('SendTaskHeartbeat', { taskToken: tokens[0] ?? '' })).toMatchObject({
        __type: 'TaskTimedOut',
      });
    },
  );

  it('makes a new token for each attempt', async () => {
    const { tokens, keep } = tokenKeeper();
    const lab = laboratory({ move: keep });
    const move = tokenTask('move', {
      TimeoutSeconds: 10,
      Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }],
    });
    const arn = await lab.start(await lab.create({ Move: move }));
    await lab.clock.pass(11_000);

    const [first, second] = await Promise.all(
      [0, 1].map((index) => lab.send('SendTaskSuccess', { taskToken: tokens[index] ?? '', output: `${index}` })),
    );

    expect(first).toMatchObject({ __type: 'TaskTimedOut' });
    expect(second).toEqual({});
    expect((await lab.describe(arn)).result).toBe(1);
  });
});
