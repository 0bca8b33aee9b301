import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  paginateListExecutions,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StateMachineType,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forgetFolders } from '../sample-app.ts';
import { type Hosted, hosted, machineOf, role as roleArn, untilStatus } from './hosted.ts';

let city: Hosted;
beforeAll(async () => {
  city = await hosted();
});
afterAll(async () => {
  await city.close();
  forgetFolders();
});

const DONE = machineOf({ Done: { Type: 'Succeed' } });
const WAIT = machineOf({ Wait: { Type: 'Wait', Seconds: 3600, End: true } });
/** Hands its token to its own history, as a task's parameters, and waits. */
const TOKEN = (more: object = {}) =>
  machineOf({
    Take: {
      ...{ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', End: true, ...more },
      Arguments: { FunctionName: 'Sample-Echo', Payload: { token: '{% $states.context.Task.Token %}' } },
    },
  });

async function create(name: string, definition: string, type: StateMachineType = StateMachineType.STANDARD) {
  const { stateMachineArn } = await city.states.send(
    new CreateStateMachineCommand({ name, definition, roleArn, type }),
  );
  return stateMachineArn;
}

async function start(stateMachineArn: string | undefined, name?: string, input?: object) {
  const { executionArn } = await city.states.send(
    new StartExecutionCommand({ stateMachineArn, name, ...(input && { input: JSON.stringify(input) }) }),
  );
  return executionArn;
}

async function eventsOf(executionArn: string | undefined) {
  return (await city.states.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];
}

/** The token that a task's parameters show, once it waits for it. */
async function tokenOf(executionArn: string | undefined): Promise<string> {
  for (;;) {
    const events = await eventsOf(executionArn);
    const parameters = events.find(({ type }) => type === 'TaskScheduled')?.taskScheduledEventDetails?.parameters;
    if (parameters && events.some(({ type }) => type === 'TaskSubmitted')) return JSON.parse(parameters).Payload.token;
  }
}

describe('executions, by the SDK', () => {
  it('start once while they run, and their names are used up after', async () => {
    const stateMachineArn = await create('starting', WAIT);
    const first = await start(stateMachineArn, 'one', { n: 1 });

    const again = await start(stateMachineArn, 'one', { n: 1 });

    expect(again).toBe(first);
    await expect(start(stateMachineArn, 'one', { n: 2 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await city.states.send(new StopExecutionCommand({ executionArn: first }));
    await expect(start(stateMachineArn, 'one', { n: 1 })).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('refuse input that is too large or too deep, and the rest goes on', async () => {
    const stateMachineArn = await create('large', DONE);
    const input = (text: string) => city.states.send(new StartExecutionCommand({ stateMachineArn, input: text }));

    await expect(input(JSON.stringify('x'.repeat(262_143)))).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(input(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
    expect((await untilStatus(city.states, await start(stateMachineArn))).status).toBe('SUCCEEDED');
  });

  it('answer at once on an Express machine', async () => {
    const definition = machineOf({ Say: { Type: 'Pass', Output: '{% $states.input.n + 1 %}', End: true } });
    const stateMachineArn = await create('express', definition, StateMachineType.EXPRESS);

    const answer = await city.states.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"n":1}' }));

    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '2', startDate: expect.any(Date) });
  });

  it('are described, and listed by status over pages', async () => {
    const stateMachineArn = await create('listed', WAIT);
    for (const name of ['a', 'b', 'c']) await start(stateMachineArn, name);
    const stopped = (await city.states.send(new ListExecutionsCommand({ stateMachineArn }))).executions?.[1];
    await city.states.send(
      new StopExecutionCommand({ executionArn: stopped?.executionArn, error: 'Mistake', cause: 'wrong kiosk' }),
    );

    const names: unknown[] = [];
    const pages = paginateListExecutions(
      { client: city.states, pageSize: 1 },
      { stateMachineArn, statusFilter: 'RUNNING' },
    );
    for await (const { executions } of pages) names.push(executions?.map(({ name }) => name));
    const described = await city.states.send(new DescribeExecutionCommand({ executionArn: stopped?.executionArn }));

    expect(names).toEqual([['c'], ['a']]);
    expect(described).toMatchObject({
      ...{ status: 'ABORTED', error: 'Mistake', cause: 'wrong kiosk', input: '{}', redriveStatus: 'REDRIVABLE' },
      ...{ startDate: expect.any(Date), stopDate: expect.any(Date), redriveCount: 0 },
    });
  });

  it('show their histories in either direction, page by page', async () => {
    const executionArn = await start(await create('history', DONE));
    await untilStatus(city.states, executionArn);

    const types: unknown[] = [];
    const pages = paginateGetExecutionHistory(
      { client: city.states, pageSize: 3 },
      { executionArn, reverseOrder: true },
    );
    for await (const { events } of pages) types.push(events?.map(({ type }) => type));

    expect(types).toEqual([['ExecutionSucceeded', 'SucceedStateExited', 'SucceedStateEntered'], ['ExecutionStarted']]);
  });

  it('go on from the state that failed when they are redriven, once they did not succeed', async () => {
    const move = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
    const definition = machineOf({
      First: { Type: 'Pass', Assign: { kept: 1 }, Next: 'Move' },
      Move: {
        ...move,
        Arguments: {
          FunctionName: 'Sample-Echo',
          Payload: { fail: '{% $states.context.Execution.RedriveCount = 0 ? "Jam" : "" %}' },
        },
        Output: '{% $kept %}',
      },
    });
    const executionArn = await start(await create('redriven', definition));
    const failed = await untilStatus(city.states, executionArn);

    await city.states.send(new RedriveExecutionCommand({ executionArn }));
    const succeeded = await untilStatus(city.states, executionArn);

    expect(failed).toMatchObject({ status: 'FAILED', error: 'Jam' });
    expect(succeeded).toMatchObject({
      status: 'SUCCEEDED',
      output: '1',
      redriveCount: 1,
      redriveDate: expect.any(Date),
    });
    const redriven = (await eventsOf(executionArn)).find(({ type }) => type === 'ExecutionRedriven');
    expect(redriven?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
    await expect(city.states.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
      ...{ name: 'ExecutionNotRedrivable', message: expect.stringContaining('SUCCEEDED') },
    });
  });
});

describe('task tokens, by the SDK', () => {
  it('end a task well or badly, keep it alive, and are refused once it is over', async () => {
    const stateMachineArn = await create('tokens', TOKEN({ HeartbeatSeconds: 60 }));
    const [good, bad] = [await start(stateMachineArn), await start(stateMachineArn)];
    const [taskToken, badToken] = [await tokenOf(good), await tokenOf(bad)];

    await city.states.send(new SendTaskHeartbeatCommand({ taskToken }));
    await city.states.send(new SendTaskSuccessCommand({ taskToken, output: '{"taken":true}' }));
    await city.states.send(new SendTaskFailureCommand({ taskToken: badToken, error: 'Jam', cause: 'stuck' }));

    expect(await untilStatus(city.states, good)).toMatchObject({ status: 'SUCCEEDED', output: '{"taken":true}' });
    expect(await untilStatus(city.states, bad)).toMatchObject({ status: 'FAILED', error: 'Jam', cause: 'stuck' });
    for (const command of [
      new SendTaskHeartbeatCommand({ taskToken }),
      new SendTaskSuccessCommand({ taskToken, output: '1' }),
      new SendTaskFailureCommand({ taskToken }),
    ]) {
      await expect(city.states.send(command as SendTaskHeartbeatCommand)).rejects.toMatchObject({
        name: 'TaskTimedOut',
      });
    }
  });

  it('are told from text that is none, and from those of executions that are not there', async () => {
    const unknown = Buffer.alloc(36, 1).toString('base64');
    const send = (taskToken: string, output = '1') =>
      city.states.send(new SendTaskSuccessCommand({ taskToken, output }));

    await expect(send('nonsense')).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(send(unknown)).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
    await expect(send(unknown, '{')).rejects.toMatchObject({ name: 'InvalidOutput' });
  });
});
