import { ROOT } from '../execution.ts';
import { emitLast, setHead, setThread, type Turn, threadOf } from './turn.ts';

/** Takes a thread up again where it failed or was cut off; what succeeded below it stays. Attempts count anew. */
function revive(turn: Turn, id: number): void {
  const { activity } = threadOf(turn, id);
  if (activity?.kind !== 'fan') {
    setThread(turn, id, { status: 'running', retries: [], activity: null });
    turn.ready.push(id);
    return;
  }
  let running = 0;
  for (let child = activity.first; child < activity.first + activity.started; child++) {
    if (threadOf(turn, child).status === 'succeeded') continue;
    revive(turn, child);
    running += 1;
  }
  setThread(turn, id, { status: 'running', retries: [], activity: { ...activity, running, failed: 0 } });
  turn.ready.unshift(id);
}

/** Goes on with an execution that did not succeed (AWS, "Redriving executions"). Its own time limit starts anew. */
export function redrive(turn: Turn): void {
  const { execution, machine, now } = turn;
  const redriveCount = execution.redriveCount + 1;
  emitLast(turn, 'ExecutionRedriven', () => ({ redriveCount }));
  const timeoutAt = machine.timeoutSeconds === undefined ? null : now + machine.timeoutSeconds * 1000;
  const outcome = { stoppedAt: null, output: null, error: null, cause: null };
  setHead(turn, { status: 'RUNNING', ...outcome, timeoutAt, redriveCount, redrivenAt: now, toldStatus: null });
  revive(turn, ROOT);
}
