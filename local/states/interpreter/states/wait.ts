import type { WaitState } from '../../definition/model.ts';
import type { Thread } from '../../execution.ts';
import { leave } from '../leave.ts';
import { evaluateText, evaluateWhole, evaluationFault } from '../scope.ts';
import { instantOf } from '../timestamp.ts';
import { setThread, type Turn, threadOf } from '../turn.ts';

async function dueAt(turn: Turn, thread: Thread, state: WaitState): Promise<number> {
  const seconds = await evaluateWhole(turn, thread, state.seconds, 0);
  if (seconds !== undefined) return turn.now + seconds * 1000;
  const timestamp = (await evaluateText(turn, thread, state.timestamp)) ?? '';
  const instant = instantOf(timestamp);
  if (instant !== undefined) return instant;
  const what = 'The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string';
  throw evaluationFault(thread, `${what}: ${timestamp}`, 'Timestamp');
}

export async function wait(turn: Turn, id: number, state: WaitState): Promise<void> {
  const thread = threadOf(turn, id);
  const due = await dueAt(turn, thread, state);
  if (due <= turn.now) return leave(turn, id, state, thread.input);
  setThread(turn, id, { activity: { kind: 'wait', dueAt: due } });
}
