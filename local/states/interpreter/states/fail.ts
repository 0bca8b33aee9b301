import type { FailState } from '../../definition/model.ts';
import { StateFault } from '../../fault.ts';
import { evaluateText } from '../scope.ts';
import { type Turn, threadOf } from '../turn.ts';

export async function fail(turn: Turn, id: number, state: FailState): Promise<void> {
  const thread = threadOf(turn, id);
  const error = await evaluateText(turn, thread, state.error);
  throw new StateFault(error, await evaluateText(turn, thread, state.cause));
}
