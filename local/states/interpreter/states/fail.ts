import type { FailState } from '../../definition/model.ts';
import { StateFault } from '../../fault.ts';
import { onceKnown, type Soon } from '../../soon.ts';
import { evaluateText } from '../scope.ts';
import { type Turn, threadOf } from '../turn.ts';

export function fail(turn: Turn, id: number, state: FailState): Soon<void> {
  const thread = threadOf(turn, id);
  return onceKnown(evaluateText(turn, thread, state.error), (error) =>
    onceKnown(evaluateText(turn, thread, state.cause), (cause) => {
      throw new StateFault(error, cause);
    }),
  );
}
