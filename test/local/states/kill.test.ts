import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ROLE, task, tokenTask } from './laboratory.ts';

const KILLS = 8;
const EXECUTIONS = 60;
const STAGES = ['first', 'second', 'third'];

/** Two items at once; each has a plain task, one that waits for its token, and another plain one. */
const inside = {
  First: task('step', {
    Arguments: { key: '{% $states.context.Execution.Name & "/" & $states.input %}', stage: 'first' },
    Output: '{% $states.result %}',
    Next: 'Second',
  }),
  Second: tokenTask('step', {
    Arguments: {
      FunctionName: 'step',
      Payload: { key: '{% $states.input %}', stage: 'second', token: '{% $states.context.Task.Token %}' },
    },
    Next: 'Third',
  }),
  Third: task('step', { Arguments: { key: '{% $states.input %}', stage: 'third' } }),
};
const DEFINITION = JSON.stringify({
  ...{ QueryLanguage: 'JSONata', StartAt: 'Each' },
  States: {
    Each: {
      Type: 'Map',
      Items: ['a', 'b', 'c'],
      MaxConcurrency: 2,
      ItemProcessor: { StartAt: 'First', States: inside },
      End: true,
    },
  },
});

interface Event {
  key: string;
  stage: string;
  token?: string;
}

interface Message {
  ready?: true;
  log?: string;
  ask?: number;
  answer?: Record<string, unknown>;
  call?: number;
  event?: Event & { Payload?: Event };
  name?: string;
  status?: string;
}

const dataDir = mkdtempSync(join(tmpdir(), 'states-kill-'));
const machineArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:steps';
const calls: Event[] = [];
const acknowledged = new Set<string>();
const ended = new Set<string>();
const openTokens = new Map<string, string>();
const logs: string[] = [];
let child: ChildProcess | undefined;
let lastAsk = 0;

/** Starts the process anew. Its functions' calls are noted and answered; what is asked of it dies with it. */
async function begin() {
  const asks = new Map<number, (answer: Message['answer']) => void>();
  const process = fork(join(__dirname, 'host-process.ts'), [dataDir], { execArgv: [] });
  child = process;
  const exited = once(process, 'exit').then(() => {
    for (const resolve of asks.values()) resolve(undefined);
  });
  const send = (message: object) => process.connected && process.send(message, () => {});
  const ask = (operation: string, input: object): Promise<Message['answer']> =>
    new Promise((resolve) => {
      const ask = ++lastAsk;
      asks.set(ask, resolve);
      if (!send({ ask, operation, input })) resolve(undefined);
    });
  /** Sends a token until the process has acknowledged it. */
  const sendToken = async ([taskToken, key]: [string, string]) => {
    const answer = await ask('SendTaskSuccess', { taskToken, output: JSON.stringify(key) });
    if (answer) openTokens.delete(taskToken);
  };
  const waiting: Array<() => boolean> = [];
  const ready = new Promise<void>((resolve) => {
    process.on('message', ({ ready, log, ask, answer, call, event, name, status }: Message) => {
      if (ready) resolve();
      if (log) logs.push(log);
      if (ask !== undefined) asks.get(ask)?.(answer);
      if (status && status !== 'RUNNING') ended.add(name ?? '');
      const made = event?.Payload ?? event;
      if (made) calls.push(made);
      if (call !== undefined) send({ call, output: made?.key });
      if (made?.token) {
        openTokens.set(made.token, made.key);
        void sendToken([made.token, made.key]);
      }
      for (const check of [...waiting]) if (check()) waiting.splice(waiting.indexOf(check), 1);
    });
  });
  await Promise.race([ready, exited.then(() => Promise.reject(new Error(`The process ended: ${logs.join()}`)))]);
  void Promise.all([...openTokens].map(sendToken));
  return {
    ask,
    kill: async () => {
      process.kill('SIGKILL');
      await exited;
    },
    /** Resolves once the condition holds; it is looked at after each message. */
    until: (condition: () => boolean) =>
      new Promise<void>((resolve) => {
        waiting.push(() => {
          if (condition()) resolve();
          return condition();
        });
        send({ ask: 0, operation: 'ListStateMachines', input: {} });
      }),
  };
}

/** Places where an execution went back to a stage that it had left for good. */
function stepsBack(): string[] {
  const reached = new Map<string, number>();
  return calls.flatMap(({ key, stage }) => {
    const now = STAGES.indexOf(stage);
    const before = reached.get(key) ?? 0;
    reached.set(key, Math.max(now, before));
    return now < before ? [`${key} went from ${STAGES[before]} back to ${stage}`] : [];
  });
}

afterAll(async () => {
  child?.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

describe('a host that is killed under load', () => {
  it('loses no execution it has acknowledged, repeats no finished state, and takes the tokens it gave out', async () => {
    let host = await begin();
    await host.ask('CreateStateMachine', { name: 'steps', roleArn: ROLE, definition: DEFINITION });

    for (let kills = 0; kills < KILLS; kills++) {
      const starts = Array.from({ length: Math.ceil(EXECUTIONS / KILLS) }, async (_, index) => {
        const name = `e-${kills}-${index}`;
        const answer = await host.ask('StartExecution', { stateMachineArn: machineArn, name, input: '{}' });
        if (answer?.['executionArn']) acknowledged.add(name);
      });
      const enough = calls.length + 5 + ((kills * 37) % 61);
      await host.until(() => calls.length >= enough);
      await host.kill();
      await Promise.all(starts);
      host = await begin();
    }
    await host.until(() => [...acknowledged].every((name) => ended.has(name)));
    const described = await Promise.all(
      [...acknowledged].map((name) =>
        host.ask('DescribeExecution', { executionArn: `${machineArn.replace('stateMachine', 'execution')}:${name}` }),
      ),
    );

    expect(acknowledged.size).toBeGreaterThan(EXECUTIONS / 4);
    expect(described.map((execution) => [execution?.['status'], execution?.['output']])).toEqual(
      [...acknowledged].map((name) => ['SUCCEEDED', JSON.stringify(['a', 'b', 'c'].map((item) => `${name}/${item}`))]),
    );
    expect(stepsBack()).toEqual([]);
  }, 60_000);
});
