import type { HistoryEvent } from './history.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * An execution is plain data. It changes only through `apply`, by changes that are written to the journal; so it can
 * be brought back at any time by applying them again, and no expression is evaluated twice.
 */

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What an execution is besides its threads. Times are in milliseconds since the epoch. */
export interface ExecutionHead {
  /** Short name in the journal and in task tokens. */
  readonly id: number;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly machineName: string;
  /** The definition that the execution started with and keeps. */
  readonly revision: number;
  readonly roleArn: string;
  readonly isExpress: boolean;
  /** As text, to the letter: a repeated start is compared with it. */
  readonly input: string;
  readonly startedAt: number;
  status: Status;
  stoppedAt: number | null;
  output: string | null;
  error: string | null;
  cause: string | null;
  timeoutAt: number | null;
  redriveCount: number;
  redrivenAt: number | null;
  lastEventId: number;
  /** The last status that the host was told of; null when there was none since the start or the redrive. */
  toldStatus: Status | null;
}

export interface Execution extends ExecutionHead {
  threads: Map<number, Thread>;
}

/** The thread that runs the machine's own states; the others run items of a Map or branches of a Parallel. */
export const ROOT = 1;

/**
 * One sequence of states. It is changed in place, by `apply` alone; what it holds (its input, variables, retries,
 * activity) is replaced and never changed. Whoever keeps a thread beyond the step that it was found in takes a copy.
 */
export interface Thread {
  readonly id: number;
  /** Zero for the root. */
  readonly parent: number;
  /** Which item or branch of its parent's state it is. */
  readonly index: number;
  /** The Map's item; null elsewhere. */
  readonly item: Json;
  /** `pending` waits for its Map to have room. */
  status: 'pending' | 'running' | 'succeeded' | 'failed' | 'aborted';
  state: string;
  input: Json;
  /** What it gave to its parent's state, once it ended. */
  output: Json;
  enteredAt: number;
  /** The id of the state's own StateEntered event; zero before it. */
  enteredId: number;
  lastEventId: number;
  /** Retries so far of the present state, by retrier. */
  retries: number[];
  /** What this thread assigned; those of its parents are seen too. */
  variables: JsonObject;
  /** What the state waits for; null when it can go on at once. */
  activity: Activity | null;
}

export type Activity = { kind: 'wait'; dueAt: number } | { kind: 'retry'; dueAt: number } | TaskActivity | FanActivity;

export interface TaskActivity {
  kind: 'task';
  /** The id of the event that scheduled it; tells attempts apart. */
  attempt: number;
  /** Kept until the service has answered, to call it again after a crash; null from then on. */
  arguments: Json;
  token: string | null;
  /** The service has answered, and a token or a child execution is awaited. */
  isSubmitted: boolean;
  timeoutAt: number | null;
  heartbeatMs: number | null;
  heartbeatAt: number | null;
  /** ARN of the execution that a `.sync` task waits for. */
  child: string | null;
}

/** A Map or Parallel at work: its threads are `first` to `first + length - 1`. */
export interface FanActivity {
  kind: 'fan';
  first: number;
  length: number;
  /** How many have been started. */
  started: number;
  running: number;
  failed: number;
  concurrencyMax: number;
  /** How many failures it takes; null when the first one fails the state with its own error. */
  failuresMax: number | null;
}

export type Change =
  | { kind: 'event'; thread: number; event: HistoryEvent }
  | { kind: 'head'; set: Partial<ExecutionHead> }
  | { kind: 'thread'; id: number; set: Partial<Thread> }
  | { kind: 'assign'; id: number; variables: JsonObject }
  | { kind: 'fanOut'; parent: number; first: number; items: Json[]; areItems: boolean }
  | { kind: 'drop'; first: number; length: number };

function thread(id: number, parent: number, index: number, item: Json): Thread {
  return {
    id,
    parent,
    index,
    item,
    status: 'pending',
    state: '',
    input: null,
    output: null,
    enteredAt: 0,
    enteredId: 0,
    lastEventId: 0,
    retries: [],
    variables: {},
    activity: null,
  };
}

function set(execution: Execution, id: number, change: Partial<Thread>): void {
  const thread = execution.threads.get(id);
  if (thread) Object.assign(thread, change);
}

function fanOut(execution: Execution, change: Extract<Change, { kind: 'fanOut' }>): void {
  const { first, parent, items, areItems } = change;
  items.forEach((item, index) => {
    const fresh = thread(first + index, parent, index, areItems ? item : null);
    if (!areItems) fresh.input = item;
    execution.threads.set(fresh.id, fresh);
  });
}

function drop(execution: Execution, first: number, length: number): void {
  for (let id = first; id < first + length; id++) {
    const activity = execution.threads.get(id)?.activity;
    if (activity?.kind === 'fan') drop(execution, activity.first, activity.length);
    execution.threads.delete(id);
  }
}

/** Makes one change. A change that was made already does no harm, which recovery relies on. */
export function apply(execution: Execution, change: Change): void {
  switch (change.kind) {
    case 'event': {
      const thread = execution.threads.get(change.thread);
      execution.lastEventId = change.event.id;
      if (thread) thread.lastEventId = change.event.id;
      break;
    }
    case 'head':
      Object.assign(execution, change.set);
      break;
    case 'thread':
      if (change.id === ROOT && !execution.threads.has(ROOT)) execution.threads.set(ROOT, thread(ROOT, 0, 0, null));
      set(execution, change.id, change.set);
      break;
    case 'assign': {
      const variables = execution.threads.get(change.id)?.variables;
      set(execution, change.id, { variables: { ...variables, ...change.variables } });
      break;
    }
    case 'fanOut':
      fanOut(execution, change);
      break;
    case 'drop':
      drop(execution, change.first, change.length);
  }
}

/** An execution of which only its beginning is known. */
export function newExecution(head: ExecutionHead): Execution {
  return { ...head, threads: new Map() };
}

/** The attempt of a task that a thread is at, if it is still the one that is waited for. */
export function taskAt({ status, threads }: Execution, id: number, attempt: number): TaskActivity | undefined {
  const thread = threads.get(id);
  const activity = status === 'RUNNING' && thread?.status === 'running' ? thread.activity : null;
  return activity?.kind === 'task' && activity.attempt === attempt ? activity : undefined;
}

/** The execution as it was before its end. */
export function asRunning(execution: Execution): Execution {
  return { ...execution, status: 'RUNNING', stoppedAt: null, output: null, error: null, cause: null };
}
