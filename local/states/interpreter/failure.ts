import { fraction, type Random } from '../../../seams/random.ts';
import type { Catcher, Retrier, State } from '../definition/model.ts';
import type { Thread } from '../execution.ts';
import { matches, StateFault } from '../fault.ts';
import { rescued, type Soon } from '../soon.ts';
import { endExecution, failThread } from './endings.ts';
import { leave } from './leave.ts';
import { change, emit, HistoryFull, setThread, stateOf, type Turn, threadOf } from './turn.ts';

/**
 * How long to wait before a retry, in milliseconds. `retries` counts those that went before. Full jitter takes any
 * part of the delay (AWS, "Error handling", "Retrying after an error").
 */
export function retryDelayMs(retrier: Retrier, retries: number, random: Random): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** retries;
  const seconds = Math.min(grown, retrier.delaySecondsMax ?? Number.POSITIVE_INFINITY, 31_622_400);
  return Math.round(seconds * 1000 * (retrier.hasJitter ? fraction(random) : 1));
}

function recoveryOf(state: State): { retry: Retrier[]; catch: Catcher[] } {
  return state.type === 'Task' || state.type === 'Map' || state.type === 'Parallel' ? state : { retry: [], catch: [] };
}

/** Forgets the items or branches of a Map or Parallel that starts anew or goes another way. */
function dropBelow(turn: Turn, thread: Thread): void {
  const { activity } = thread;
  if (activity?.kind === 'fan') change(turn, { kind: 'drop', first: activity.first, length: activity.length });
}

/** Sets a retry up where a retrier takes the fault and has attempts left. The first that matches decides. */
function retry(turn: Turn, thread: Thread, retriers: Retrier[], fault: StateFault): boolean {
  const index = retriers.findIndex((retrier) => matches(retrier.errorEquals, fault));
  const retrier = retriers[index];
  const count = thread.retries[index] ?? 0;
  if (!retrier || count >= retrier.attemptsMax) return false;
  dropBelow(turn, thread);
  const retries = retriers.map((_, position) => (thread.retries[position] ?? 0) + (position === index ? 1 : 0));
  const dueAt = turn.now + retryDelayMs(retrier, count, turn.random);
  setThread(turn, thread.id, { retries, activity: { kind: 'retry', dueAt } });
  return true;
}

function emitEvaluationFailed(turn: Turn, thread: Thread, fault: StateFault): void {
  const { evaluation } = fault.extras;
  if (!evaluation) return;
  emit(turn, thread.id, 'EvaluationFailed', () => ({ ...fault.details, ...evaluation, state: thread.state }));
}

/** What becomes of a fault of the thread's state: another attempt, a catcher's way, or the thread's end. */
function recover(turn: Turn, id: number, fault: StateFault): Soon<void> {
  const thread = threadOf(turn, id);
  const state = stateOf(turn, thread);
  const recovery = recoveryOf(state);
  emitEvaluationFailed(turn, thread, fault);
  if (retry(turn, thread, recovery.retry, fault)) return;
  if (state.type === 'Map' || state.type === 'Parallel') emit(turn, id, `${state.type}StateFailed`);
  const catcher = recovery.catch.find(({ errorEquals }) => matches(errorEquals, fault));
  if (!catcher) return failThread(turn, id, fault);
  dropBelow(turn, thread);
  setThread(turn, id, { activity: null });
  const follow = () => leave(turn, id, catcher, fault.output, { errorOutput: fault.output });
  return rescued(follow, (second) => {
    if (!(second instanceof StateFault) || second instanceof HistoryFull) throw second;
    emitEvaluationFailed(turn, thread, second);
    failThread(turn, id, second);
  });
}

/** Runs a step of a thread and deals with what it throws. */
export function guarded(turn: Turn, id: number, step: () => Soon<void>): Soon<void> {
  return rescued(step, (fault) => {
    if (fault instanceof StateFault && !(fault instanceof HistoryFull)) {
      return rescued(
        () => recover(turn, id, fault),
        (second) => endWhereFull(turn, second),
      );
    }
    return endWhereFull(turn, fault);
  });
}

/** Nothing can be written any more of an execution whose history is full; it ends. */
function endWhereFull(turn: Turn, fault: unknown): void {
  if (!(fault instanceof HistoryFull)) throw fault;
  endExecution(turn, 'FAILED', { fault });
}
