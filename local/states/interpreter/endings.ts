import { ROOT, type Status, type Thread } from '../execution.ts';
import { ErrorName, StateFault } from '../fault.ts';
import { isObject, type Json } from '../json.ts';
import { change, emit, emitLast, setHead, setThread, stateOf, type Turn, threadOf } from './turn.ts';

/** Ends the execution. What failed stays as it is, for a redrive to go on from; what succeeded needs no threads. */
export function endExecution(
  turn: Turn,
  status: Exclude<Status, 'RUNNING'>,
  ending: { output?: Json; fault?: StateFault },
): void {
  const { fault } = ending;
  const output = ending.output === undefined ? null : JSON.stringify(ending.output);
  const event = { SUCCEEDED: 'Succeeded', FAILED: 'Failed', TIMED_OUT: 'TimedOut', ABORTED: 'Aborted' }[status];
  emitLast(turn, `Execution${event}`, () => (output === null ? (fault?.details ?? {}) : { output }));
  const { error = null, cause = null } = fault?.details ?? {};
  setHead(turn, { status, stoppedAt: turn.now, output, error, cause, timeoutAt: null });
  if (status === 'SUCCEEDED') change(turn, { kind: 'drop', first: ROOT, length: 1 });
}

/** Tells a Map or Parallel that one of its threads has ended; it goes on before anything else does. */
function tellParent(turn: Turn, child: Thread, hasFailed: boolean): void {
  const { activity } = threadOf(turn, child.parent);
  if (activity?.kind !== 'fan')
    throw new Error(`Thread ${child.parent} of ${turn.execution.arn} has no threads below it.`);
  const failed = activity.failed + (hasFailed ? 1 : 0);
  setThread(turn, child.parent, { activity: { ...activity, running: activity.running - 1, failed } });
  turn.ready.unshift(child.parent);
}

function emitIteration(turn: Turn, child: Thread, what: 'Succeeded' | 'Failed' | 'Aborted'): void {
  const state = stateOf(turn, threadOf(turn, child.parent));
  if (state.type === 'Map')
    emit(turn, child.id, `MapIteration${what}`, () => ({ name: state.name, index: child.index }));
}

/** Ends a thread well: the execution with the root, else one item or branch. */
export function succeedThread(turn: Turn, id: number, output: Json): void {
  if (id === ROOT) {
    endExecution(turn, 'SUCCEEDED', { output });
  } else {
    const child = threadOf(turn, id);
    emitIteration(turn, child, 'Succeeded');
    setThread(turn, id, { status: 'succeeded', output, activity: null, variables: {} });
    tellParent(turn, child, false);
  }
}

/** Ends a thread with a fault that nothing in it caught. */
export function failThread(turn: Turn, id: number, fault: StateFault): void {
  if (id === ROOT) {
    setThread(turn, id, { status: 'failed' });
    endExecution(turn, 'FAILED', { fault });
  } else {
    const child = threadOf(turn, id);
    emitIteration(turn, child, 'Failed');
    setThread(turn, id, { status: 'failed', output: faultAsJson(fault) });
    tellParent(turn, child, true);
  }
}

/** Ends a thread because a sibling failed, and those below it first. */
function abortThread(turn: Turn, id: number): void {
  const thread = threadOf(turn, id);
  if (thread.status !== 'running') return;
  const { activity } = thread;
  if (activity?.kind === 'fan') abortBelow(turn, activity);
  if (thread.enteredId !== 0) emit(turn, id, `${stateOf(turn, thread).type}StateAborted`);
  emitIteration(turn, thread, 'Aborted');
  setThread(turn, id, { status: 'aborted', ...(activity?.kind === 'fan' ? {} : { activity: null }) });
}

export function abortBelow(turn: Turn, fan: { first: number; length: number }): void {
  for (let id = fan.first; id < fan.first + fan.length; id++) abortThread(turn, id);
}

/** A fault as a thread keeps it, until its parent has dealt with it. */
function faultAsJson(fault: StateFault): Json {
  return { ...fault.details, isHeartbeat: fault.extras.isHeartbeat ?? false };
}

export function faultOf(thread: Thread): StateFault {
  const kept = isObject(thread.output) ? thread.output : { error: ErrorName.runtime };
  const isHeartbeat = kept['isHeartbeat'] === true;
  return new StateFault(kept['error'] as string | undefined, kept['cause'] as string | undefined, { isHeartbeat });
}
