import type { Random } from '../../../seams/random.ts';
import type { Block, Machine, State } from '../definition/model.ts';
import type { Resource } from '../definition/resource.ts';
import { apply, type Change, type Execution, type ExecutionHead, ROOT, type Thread } from '../execution.ts';
import { ErrorName, StateFault } from '../fault.ts';
import { EVENTS_MAX } from '../history.ts';
import type { JsonObject } from '../json.ts';

/**
 * One advance of one execution: something happened, the execution goes on until it waits again, and the changes are
 * written to the journal as one record. Tasks are called only after that record is safe.
 */
export interface Turn {
  readonly execution: Execution;
  readonly machine: Machine;
  readonly random: Random;
  readonly region: string;
  readonly now: number;
  /** What the journal is to hold of it. Express executions are in memory alone: theirs are made, not gathered. */
  readonly changes: Change[];
  /** Threads whose task is to be called. */
  readonly calls: Array<{ thread: number; attempt: number; resource: Resource }>;
  /** Threads that can go on, the next one first. */
  readonly ready: number[];
  /** The context object's part about the execution, once an expression has asked for it. */
  aboutExecution: JsonObject | undefined;
}

export function newTurn(basis: Pick<Turn, 'execution' | 'machine' | 'random' | 'region' | 'now'>): Turn {
  const { execution, machine, random, region, now } = basis;
  return { execution, machine, random, region, now, changes: [], calls: [], ready: [], aboutExecution: undefined };
}

export function change(turn: Turn, change: Change): void {
  apply(turn.execution, change);
  if (!turn.execution.isExpress) turn.changes.push(change);
}

export function setHead(turn: Turn, set: Partial<ExecutionHead>): void {
  change(turn, { kind: 'head', set });
}

/** The turn's change of this thread, where nothing but events came after it: a later one can be made with it. */
function openChangeOf({ changes }: Turn, id: number): Extract<Change, { kind: 'thread' }> | undefined {
  for (let at = changes.length - 1; at >= 0; at--) {
    const earlier = changes[at];
    if (earlier?.kind === 'thread' && earlier.id === id) return earlier;
    if (earlier?.kind !== 'event') return undefined;
  }
  return undefined;
}

export function setThread(turn: Turn, id: number, set: Partial<Thread>): void {
  const earlier = openChangeOf(turn, id);
  if (earlier) {
    apply(turn.execution, { kind: 'thread', id, set });
    Object.assign(earlier.set, set);
  } else change(turn, { kind: 'thread', id, set });
}

export function threadOf(turn: Turn, id: number): Thread {
  const thread = turn.execution.threads.get(id);
  if (!thread) throw new Error(`Execution ${turn.execution.arn} has no thread ${id}.`);
  return thread;
}

/** The states that a thread runs among. */
function blockOf(turn: Turn, thread: Thread): Block {
  if (thread.parent === 0) return turn.machine;
  const state = stateOf(turn, threadOf(turn, thread.parent));
  const block = state.type === 'Map' ? state.processor : undefined;
  const branch = state.type === 'Parallel' ? state.branches[thread.index] : undefined;
  const found = block ?? branch;
  if (!found) throw new Error(`State '${state.name}' of ${turn.execution.machineArn} has no block ${thread.index}.`);
  return found;
}

export function startOf(turn: Turn, thread: Thread): string {
  return blockOf(turn, thread).startAt;
}

export function stateOf(turn: Turn, thread: Thread): State {
  const state = blockOf(turn, thread).states.get(thread.state);
  if (!state) throw new Error(`${turn.execution.machineArn} has no state '${thread.state}'.`);
  return state;
}

/** Says that the history is full; nothing can be done about it but to end the execution. */
export class HistoryFull extends StateFault {
  constructor() {
    super(ErrorName.runtime, `The execution reached the maximum number of history events (${EVENTS_MAX}).`);
  }
}

/** What an event says besides its type. Made only where the history is kept. */
type Details = () => JsonObject | null;

const NO_DETAILS: Details = () => null;

/**
 * Writes an event of a thread into the history, and gives its id. The last place is kept for the event of the end. Of
 * an Express execution events are only counted: nobody can look at them.
 */
export function emit(turn: Turn, thread: number, type: string, details: Details = NO_DETAILS): number {
  const { execution } = turn;
  const isFull = execution.lastEventId + 1 >= EVENTS_MAX;
  if (isFull && !execution.isExpress && !type.startsWith('Execution')) throw new HistoryFull();
  return write(turn, thread, execution.threads.get(thread)?.lastEventId ?? 0, type, details);
}

/** The event of an execution's end follows whatever came last. */
export function emitLast(turn: Turn, type: string, details: Details): void {
  write(turn, ROOT, turn.execution.lastEventId, type, details);
}

function write(turn: Turn, thread: number, previousEventId: number, type: string, details: Details): number {
  const { execution, now } = turn;
  const id = execution.lastEventId + 1;
  if (execution.isExpress) execution.lastEventId = id;
  else change(turn, { kind: 'event', thread, event: { id, previousEventId, at: now, type, details: details() } });
  return id;
}
