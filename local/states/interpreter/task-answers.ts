import type { TaskState } from '../definition/model.ts';
import { type TaskActivity, type Thread, taskAt } from '../execution.ts';
import { checkPayload, ErrorName, StateFault } from '../fault.ts';
import type { Json } from '../json.ts';
import type { Soon } from '../soon.ts';
import { guarded } from './failure.ts';
import { leave } from './leave.ts';
import { resourceDetails, taskEvent } from './states/task.ts';
import { emit, setThread, stateOf, type Turn, threadOf } from './turn.ts';

/** What came of one attempt of a task. */
export type TaskAnswer =
  | { kind: 'succeeded'; output: Json }
  | { kind: 'failed'; error?: string; cause?: string }
  /** The service took the request; a token, or the end of a child execution, is awaited. */
  | { kind: 'submitted'; output: Json; child?: string };

interface OpenTask {
  thread: Thread;
  activity: TaskActivity;
  state: TaskState;
}

/** The attempt, if it is still the one that is waited for. */
export function openTask(turn: Turn, id: number, attempt: number): OpenTask | undefined {
  const activity = taskAt(turn.execution, id, attempt);
  if (!activity) return undefined;
  const thread = threadOf(turn, id);
  const state = stateOf(turn, thread);
  return state.type === 'Task' ? { thread, activity, state } : undefined;
}

function failed(turn: Turn, { thread, state }: OpenTask, fault: StateFault): never {
  const { resource } = state;
  emit(turn, thread.id, taskEvent(resource, 'Failed'), () => ({ ...resourceDetails(resource), ...fault.details }));
  throw fault;
}

function succeeded(turn: Turn, open: OpenTask, output: Json): Soon<void> {
  const { thread, state } = open;
  const { resource } = state;
  const service = resource.kind === 'function' ? resource.arn : resource.type;
  try {
    checkPayload(output, service);
  } catch (fault) {
    if (fault instanceof StateFault) failed(turn, open, fault);
    throw fault;
  }
  emit(turn, thread.id, taskEvent(resource, 'Succeeded'), () => ({
    ...resourceDetails(resource),
    output,
  }));
  setThread(turn, thread.id, { activity: null });
  return leave(turn, thread.id, state, output, { result: output });
}

function submitted(turn: Turn, open: OpenTask, output: Json, child: string | undefined): void {
  const { thread, activity, state } = open;
  emit(turn, thread.id, 'TaskSubmitted', () => ({
    ...resourceDetails(state.resource),
    output,
  }));
  const waiting = { ...activity, arguments: null, isSubmitted: true, child: child ?? null };
  setThread(turn, thread.id, { activity: waiting });
}

/** Takes what came of an attempt. An answer to an attempt that is over is dropped. */
export function answerTask(turn: Turn, id: number, attempt: number, answer: TaskAnswer): Soon<void> {
  const open = openTask(turn, id, attempt);
  if (!open) return;
  return guarded(turn, id, () => {
    switch (answer.kind) {
      case 'succeeded':
        return succeeded(turn, open, answer.output);
      case 'failed':
        return failed(turn, open, new StateFault(answer.error, answer.cause));
      case 'submitted':
        return submitted(turn, open, answer.output, answer.child);
    }
  });
}

/** Ends an attempt that took too long. A heartbeat that stayed away is a time-out too, as AWS was recorded doing. */
export function timeOutTask(turn: Turn, id: number, attempt: number): Soon<void> {
  const open = openTask(turn, id, attempt);
  if (!open) return;
  const { activity, state } = open;
  const isHeartbeat = activity.timeoutAt === null || activity.timeoutAt > turn.now;
  return guarded(turn, id, () => {
    const fault = new StateFault(ErrorName.timeout, undefined, { isHeartbeat });
    emit(turn, id, taskEvent(state.resource, 'TimedOut'), () => ({
      ...resourceDetails(state.resource),
      ...fault.details,
    }));
    throw fault;
  });
}

/** Puts the next heartbeat's deadline off. */
export function heartbeat(turn: Turn, id: number, attempt: number): void {
  const open = openTask(turn, id, attempt);
  if (!open || open.activity.heartbeatMs === null) return;
  const activity = { ...open.activity, heartbeatAt: turn.now + open.activity.heartbeatMs };
  setThread(turn, id, { activity });
}
