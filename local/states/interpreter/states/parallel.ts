import type { ParallelState } from '../../definition/model.ts';
import { onceKnown, type Soon } from '../../soon.ts';
import { fanOut } from '../fan.ts';
import { evaluateOr } from '../scope.ts';
import { emit, type Turn, threadOf } from '../turn.ts';

export function parallel(turn: Turn, id: number, state: ParallelState): Soon<void> {
  const thread = threadOf(turn, id);
  return onceKnown(evaluateOr(turn, thread, state.arguments, thread.input), (input) => {
    emit(turn, id, 'ParallelStateStarted');
    const inputs = state.branches.map(() => input);
    fanOut(turn, id, { inputs, areItems: false, concurrencyMax: inputs.length, failuresMax: null });
  });
}
