import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep, systemClock } from '../../../seams/clock.ts';
import { fraction, systemRandom } from '../../../seams/random.ts';
import { type Call, type KillableHost, startKillable } from './killable-host.ts';
import { ROLE } from './laboratory.ts';
import { outputOf, STAGES, STEPS_MACHINE } from './steps-machine.ts';

export interface KillPlan {
  kills: number;
  /** How many executions are started between one kill and the next. */
  starts: number;
  /** Path of host-process.ts. */
  program: string;
  report?: (line: string) => void;
}

export interface KillOutcome {
  acknowledged: number;
  calls: number;
  /** Everything that was lost or done twice; empty where all is well. */
  findings: string[];
  /** What the process told of itself, such as torn ends that it cut off. */
  logs: string[];
}

const MACHINE = 'arn:aws:states:eu-west-1:000000000000:stateMachine:steps';
const executionArn = (name: string) => `${MACHINE.replace('stateMachine', 'execution')}:${name}`;

/** The events that each execution has, whatever befell it. A task in flight is called again as the same attempt. */
const EVENTS_ONCE = { LambdaFunctionSucceeded: 7, TaskSucceeded: 3, WaitStateExited: 1, ExecutionSucceeded: 1 };

/** Notes calls, and which of them should not have been made. */
function ledger() {
  const findings: string[] = [];
  const reached = new Map<string, number>();
  const seen = new Set<string>();
  let calls = 0;
  let inThisLife = new Set<string>();
  return {
    findings,
    count: () => calls,
    /** How many stages have been reached at all; calls that are made again after a kill do not count. */
    progress: () => seen.size,
    newLife: () => {
      inThisLife = new Set();
    },
    note: ({ key, stage }: Call) => {
      calls += 1;
      seen.add(`${key} ${stage}`);
      if (inThisLife.has(`${key} ${stage}`)) findings.push(`${key} was called twice for its ${stage} stage`);
      inThisLife.add(`${key} ${stage}`);
      const before = reached.get(key) ?? 0;
      const now = STAGES.indexOf(stage);
      if (now >= 0 && now < before) findings.push(`${key} went from ${STAGES[before]} back to ${stage}`);
      reached.set(key, Math.max(before, now));
    },
  };
}

/** What is wrong with an execution that should have ended well. */
async function faultsOf(host: KillableHost, name: string): Promise<string[]> {
  const input = { executionArn: executionArn(name) };
  const described = await host.ask('DescribeExecution', input);
  const history = await host.ask('GetExecutionHistory', { ...input, maxResults: 1000 });
  const events = (history?.['events'] ?? []) as Array<{ id: number; type: string }>;
  const faults: string[] = [];
  if (described?.['status'] !== 'SUCCEEDED') faults.push(`${name} is ${JSON.stringify(described)}`);
  if (described?.['output'] !== outputOf(name)) faults.push(`${name} gave ${described?.['output']}`);
  if (events.some(({ id }, index) => id !== index + 1)) faults.push(`${name} has a gap in its history`);
  for (const [type, times] of Object.entries(EVENTS_ONCE)) {
    const count = events.filter((event) => event.type === type).length;
    if (count !== times) faults.push(`${name} has ${count} events ${type} instead of ${times}`);
  }
  return faults;
}

/** Starts executions, kills the process at random moments, and looks in the end at what became of all of them. */
export async function killUnderLoad({ kills, starts, program, report }: KillPlan): Promise<KillOutcome> {
  const dataDir = mkdtempSync(join(tmpdir(), 'states-kill-'));
  const logs: string[] = [];
  const acknowledged = new Set<string>();
  const ended = new Set<string>();
  const openTokens = new Map<string, string>();
  const { findings, note, newLife, count, progress } = ledger();
  const sendToken = async (taskToken: string, key: string): Promise<void> => {
    const answer = await host.ask('SendTaskSuccess', { taskToken, output: JSON.stringify(key) });
    if (answer) openTokens.delete(taskToken);
  };
  const begin = (): KillableHost => {
    newLife();
    return startKillable(program, dataDir, {
      called: (call) => {
        note(call);
        if (call.token === undefined) return;
        openTokens.set(call.token, call.key);
        void sendToken(call.token, call.key);
      },
      told: (name, status) => void (status === 'RUNNING' || ended.add(name)),
      logged: (line) => void logs.push(line),
    });
  };
  let host = begin();
  const served = async (): Promise<void> => {
    await host.ready;
    for (const [token, key] of openTokens) void sendToken(token, key);
  };
  const startSome = (kill: number) =>
    Array.from({ length: starts }, async (_, index) => {
      const name = `e-${kill}-${index}`;
      const answer = await host.ask('StartExecution', { stateMachineArn: MACHINE, name, input: '{}' });
      if (answer?.['executionArn']) acknowledged.add(name);
    });

  try {
    await served();
    await host.ask('CreateStateMachine', { name: 'steps', roleArn: ROLE, definition: STEPS_MACHINE });
    for (let kill = 0; kill < kills; kill++) {
      const isAtStart = kill > 0 && fraction(systemRandom) < 0.2;
      const begun: Array<Promise<void>> = [];
      if (isAtStart) await sleep(systemClock, fraction(systemRandom) * 300);
      else {
        await served();
        begun.push(...startSome(kill));
        if (fraction(systemRandom) < 0.5) await Promise.all(begun);
        const enough = progress() + 1 + Math.floor(fraction(systemRandom) * starts * 8);
        await host.until(() => progress() >= enough);
      }
      await host.kill();
      await Promise.all(begun);
      host = begin();
      report?.(`${kill + 1} kills, ${acknowledged.size} executions, ${count()} calls, ${findings.length} findings`);
    }
    await served();
    await host.until(() => [...acknowledged].every((name) => ended.has(name)));
    for (const name of acknowledged) findings.push(...(await faultsOf(host, name)));
    return { acknowledged: acknowledged.size, calls: count(), findings, logs };
  } finally {
    await host.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
