import type { TaskState } from '../definition/model.ts';
import type { TaskActivity, Thread } from '../execution.ts';
import { checkPayload, ErrorName, StateFault } from '../fault.ts';
import type { Json } from '../json.ts';
import { guarded } from './failure.ts';
import { leave } from './leave.ts';
import { resourceDetails, taskEvent } from './states/task.ts';
import { emit, setThread, stateOf, type Turn, text } from './turn.ts';

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
  const thread = turn.execution.threads.get(id);
  if (turn.execution.status !== 'RUNNING' || thread?.status !== 'running') return undefined;
  const { activity } = thread;
  const state = stateOf(turn, thread);
  if (activity?.kind !== 'task' || activity.attempt !== attempt || state.type !== 'Task') return undefined;
  return { thread, activity, state };
}

function failed(turn: Turn, { thread, state }: OpenTask, fault: StateFault): never {
  const { resource } = state;
  emit(turn, thread.id, taskEvent(resource, 'Failed'), { ...resourceDetails(resource), ...fault.details });
  throw fault;
}

async function succeeded(turn: Turn, open: OpenTask, output: Json): Promise<void> {
  const { thread, state } = open;
  const { resource } = state;
  const outputText = text(output);
  const service = resource.kind === 'function' ? resource.arn : resource.type;
  try {
    checkPayload(outputText, service);
  } catch (fault) {
    if (fault instanceof StateFault) failed(turn, open, fault);
    throw fault;
  }
  emit(turn, thread.id, taskEvent(resource, 'Succeeded'), { ...resourceDetails(resource), output: outputText });
  setThread(turn, thread.id, { activity: null });
  await leave(turn, thread.id, state, output, { result: output });
}

function submitted(turn: Turn, open: OpenTask, output: Json, child: string | undefined): void {
  const { thread, activity, state } = open;
  emit(turn, thread.id, 'TaskSubmitted', { ...resourceDetails(state.resource), output: text(output) });
  const waiting = { ...activity, arguments: null, isSubmitted: true, child: child ?? null };
  setThread(turn, thread.id, { activity: waiting });
}

/** Takes what came of an attempt. An answer to an attempt that is over is dropped. */
export async function answerTask(turn: Turn, id: number, attempt: number, answer: TaskAnswer): Promise<void> {
  const open = openTask(turn, id, attempt);
  if (!open) return;
  await guarded(turn, id, () => {
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
export async function timeOutTask(turn: Turn, id: number, attempt: number): Promise<void> {
  const open = openTask(turn, id, attempt);
  if (!open) return;
  const { activity, state } = open;
  const isHeartbeat = activity.timeoutAt === null || activity.timeoutAt > turn.now;
  await guarded(turn, id, () => {
    const fault = new StateFault(ErrorName.timeout, undefined, { isHeartbeat });
    const details = { ...resourceDetails(state.resource), ...fault.details };
    emit(turn, id, taskEvent(state.resource, 'TimedOut'), details);
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
