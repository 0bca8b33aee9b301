import type { State } from '../definition/model.ts';
import { type DueThread, dueThreads } from '../due.ts';
import { ROOT, type Thread } from '../execution.ts';
import { ErrorName, StateFault } from '../fault.ts';
import { inTurn, onceKnown, type Soon } from '../soon.ts';
import { endExecution } from './endings.ts';
import { guarded } from './failure.ts';
import { proceed } from './fan.ts';
import { goTo, leave } from './leave.ts';
import { choice } from './states/choice.ts';
import { fail } from './states/fail.ts';
import { map } from './states/map.ts';
import { parallel } from './states/parallel.ts';
import { pass } from './states/pass.ts';
import { task } from './states/task.ts';
import { wait } from './states/wait.ts';
import { timeOutTask } from './task-answers.ts';
import { emit, setHead, setThread, stateOf, type Turn, threadOf } from './turn.ts';

/** Express executions run for five minutes at most (AWS, "Step Functions service quotas"). */
const EXPRESS_MAX = 300;

/** Begins an execution: its first event, its root thread, and the first state. */
export function begin(turn: Turn): void {
  const { execution, machine, now } = turn;
  emit(turn, 0, 'ExecutionStarted', () => ({ input: execution.input, roleArn: execution.roleArn }));
  setThread(turn, ROOT, { status: 'running' });
  const seconds = execution.isExpress
    ? Math.min(machine.timeoutSeconds ?? EXPRESS_MAX, EXPRESS_MAX)
    : machine.timeoutSeconds;
  if (seconds !== undefined) setHead(turn, { timeoutAt: now + seconds * 1000 });
  goTo(turn, ROOT, machine.startAt, JSON.parse(execution.input));
}

function runState(turn: Turn, id: number, state: State): Soon<void> {
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return pass(turn, id, state);
    case 'Choice':
      return choice(turn, id, state);
    case 'Wait':
      return wait(turn, id, state);
    case 'Fail':
      return fail(turn, id, state);
    case 'Task':
      return task(turn, id, state);
    case 'Map':
      return map(turn, id, state);
    case 'Parallel':
      return parallel(turn, id, state);
  }
}

function enter(turn: Turn, thread: Thread, state: State): void {
  const enteredId = emit(turn, thread.id, `${state.type}StateEntered`, () => ({
    name: state.name,
    input: thread.input,
  }));
  setThread(turn, thread.id, { enteredAt: turn.now, enteredId });
}

function advance(turn: Turn, id: number): Soon<void> {
  const thread = turn.execution.threads.get(id);
  if (thread?.status !== 'running') return;
  const { activity } = thread;
  if (activity?.kind === 'fan') return guarded(turn, id, () => proceed(turn, id, activity));
  if (activity) return;
  return guarded(turn, id, () => {
    const state = stateOf(turn, thread);
    if (thread.enteredId === 0) enter(turn, thread, state);
    return runState(turn, id, state);
  });
}

/** Takes every thread on until it waits. */
export function run(turn: Turn): Soon<void> {
  for (let id = turn.ready.shift(); id !== undefined; id = turn.ready.shift()) {
    if (turn.execution.status !== 'RUNNING') return;
    const done = advance(turn, id);
    if (done instanceof Promise) return done.then(() => run(turn));
  }
}

function fallDue(turn: Turn, { id, activity }: DueThread): Soon<void> {
  if (activity?.kind === 'task') return timeOutTask(turn, id, activity.attempt);
  if (activity?.kind === 'retry') {
    setThread(turn, id, { activity: null });
    turn.ready.push(id);
  }
  if (activity?.kind === 'wait') {
    const thread = threadOf(turn, id);
    const state = stateOf(turn, thread);
    setThread(turn, id, { activity: null });
    if (state.type === 'Wait') return guarded(turn, id, () => leave(turn, id, state, thread.input));
  }
}

/** Does what has fallen due by now: waits that are over, retries, tasks that took too long, the execution's own limit. */
export function tick(turn: Turn): Soon<void> {
  const { execution, now } = turn;
  if (execution.status !== 'RUNNING') return;
  if (execution.timeoutAt !== null && execution.timeoutAt <= now) return endExecution(turn, 'TIMED_OUT', {});
  return inTurn(dueThreads(execution, now), (due) => {
    const isAsBefore = execution.threads.get(due.id)?.activity === due.activity;
    const done = isAsBefore && execution.status === 'RUNNING' ? fallDue(turn, due) : undefined;
    return onceKnown(done, () => run(turn));
  });
}

/** Ends an execution from outside. One that has ended stays as it is. */
export function stop(turn: Turn, error: string | undefined, cause: string | undefined): void {
  if (turn.execution.status === 'RUNNING') endExecution(turn, 'ABORTED', { fault: new StateFault(error, cause) });
}

/** Ends an execution that the engine itself cannot take on, so that it does not hang. */
export function breakDown(turn: Turn, cause: string): void {
  if (turn.execution.status === 'RUNNING') {
    endExecution(turn, 'FAILED', { fault: new StateFault(ErrorName.runtime, cause) });
  }
}
