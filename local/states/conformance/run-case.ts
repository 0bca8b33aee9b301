import { systemRandom } from '../../../seams/random.ts';
import { loadMachine } from '../definition/load.ts';
import { Engine } from '../engine.ts';
import type { Execution } from '../execution.ts';
import { answerTask, type TaskAnswer } from '../interpreter/task-answers.ts';
import { memoryJournal } from '../journal/memory-journal.ts';
import type { TaskCall, TaskRunner } from '../tasks/runner.ts';
import { compare } from './compare.ts';
import { difference } from './difference.ts';
import type { RecordedCase, RecordedTask } from './recorded-case.ts';
import { VirtualClock } from './virtual-clock.ts';

const ACCOUNT = '111111111111';
const REGION = 'us-east-1';
const MACHINE_ARN = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:conformance`;
const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/conformance`;

const never = new Promise<TaskAnswer>(() => {});

function answerOf({ answer }: RecordedTask): Promise<TaskAnswer> {
  const { output, error, cause, causeJson, timedOut } = answer;
  if (timedOut) return never;
  if (output !== undefined) return Promise.resolve({ kind: 'succeeded', output });
  const reason = causeJson === undefined ? cause : JSON.stringify(causeJson);
  return Promise.resolve({
    kind: 'failed',
    ...(error === undefined ? {} : { error }),
    ...(reason === undefined ? {} : { cause: reason }),
  });
}

/** Sends a token's answer, once the task waits for it. */
function sendToken(engine: Engine, { execution, attempt }: TaskCall, answer: Promise<TaskAnswer>): void {
  void answer.then((sent) =>
    engine.post(execution, (turn) => {
      const waiting = [...execution.threads.values()].find(
        ({ activity }) => activity?.kind === 'task' && activity.attempt === attempt && activity.isSubmitted,
      );
      return waiting && answerTask(turn, waiting.id, attempt, sent);
    }),
  );
}

/** Answers tasks from the recording. */
function script(engine: () => Engine, tasks: RecordedTask[], differences: string[]): TaskRunner {
  let next = 0;
  return (call: TaskCall) => {
    const task = tasks[next++];
    if (!task) {
      differences.push(`attempt ${next} of a task was not recorded: ${call.resource.arn}`);
      return never;
    }
    const found = task.asked === undefined ? undefined : difference(task.asked, call.arguments, `task ${next}`);
    if (found) differences.push(found);
    const { submitted } = task.answer;
    if (submitted === undefined) return answerOf(task);
    const reply: TaskAnswer = { kind: 'submitted', output: submitted };
    return Promise.resolve(reply).finally(() => setImmediate(() => sendToken(engine(), call, answerOf(task))));
  };
}

function startOf({ clock }: RecordedCase): number {
  if (typeof clock === 'number') return clock;
  return clock === undefined ? Date.UTC(2025, 0, 1) : Date.parse(clock);
}

/** Runs a recorded case in virtual time, and gives everything in which it differs from the recording. */
export async function runCase(recorded: RecordedCase): Promise<string[]> {
  const differences: string[] = [];
  const clock = new VirtualClock(startOf(recorded));
  const engine: Engine = new Engine({
    ...{ clock, random: systemRandom, region: REGION, journal: memoryJournal() },
    runTask: script(() => engine, recorded.tasks ?? [], differences),
    onStatus: () => {},
    log: (line) => differences.push(line),
  });
  const definition = JSON.stringify(recorded.definition);
  loadMachine(definition, 'STANDARD', engine.compile);
  const at = clock.now();
  const identity = { arn: MACHINE_ARN, name: 'conformance', type: 'STANDARD' as const, roleArn: ROLE_ARN, revision: 1 };
  const machine = { ...identity, definition, createdAt: at, updatedAt: at };
  await engine.putMachine(machine);
  let ended: Execution | undefined;
  const head = engine.newHead(machine, 'case', JSON.stringify(recorded.input ?? {}));
  void engine.start(head, (execution) => {
    ended = execution;
  });
  await clock.until(() => ended !== undefined);
  const execution = engine.register.byArn(head.arn);
  if (!execution) return ['the execution is lost'];
  differences.push(...compare(recorded.expected, execution, await engine.history(execution)));
  await engine.close();
  return differences;
}
