import type { WaitState } from '../../definition/model.ts';
import type { Thread } from '../../execution.ts';
import { onceKnown, type Soon } from '../../soon.ts';
import { leave } from '../leave.ts';
import { evaluateText, evaluateWhole, evaluationFault } from '../scope.ts';
import { instantOf } from '../timestamp.ts';
import { setThread, type Turn, threadOf } from '../turn.ts';

function instantIn(thread: Thread, timestamp: string): number {
  const instant = instantOf(timestamp);
  if (instant !== undefined) return instant;
  const what = 'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string';
  throw evaluationFault(thread, `${what}: ${timestamp}`, 'Timestamp');
}

function dueAt(turn: Turn, thread: Thread, state: WaitState): Soon<number> {
  return onceKnown(evaluateWhole(turn, thread, state.seconds, 0), (seconds) => {
    if (seconds !== undefined) return turn.now + seconds * 1000;
    return onceKnown(evaluateText(turn, thread, state.timestamp), (timestamp = '') => instantIn(thread, timestamp));
  });
}

export function wait(turn: Turn, id: number, state: WaitState): Soon<void> {
  const thread = threadOf(turn, id);
  return onceKnown(dueAt(turn, thread, state), (due) => {
    if (due <= turn.now) return leave(turn, id, state, thread.input);
    setThread(turn, id, { activity: { kind: 'wait', dueAt: due } });
  });
}
