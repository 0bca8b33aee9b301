import type { ParallelState } from '../../definition/model.ts';
import { fanOut } from '../fan.ts';
import { evaluate } from '../scope.ts';
import { emit, type Turn, threadOf } from '../turn.ts';

export async function parallel(turn: Turn, id: number, state: ParallelState): Promise<void> {
  const thread = threadOf(turn, id);
  const input = state.arguments ? await evaluate(turn, thread, state.arguments) : thread.input;
  emit(turn, id, 'ParallelStateStarted');
  const inputs = state.branches.map(() => input);
  fanOut(turn, id, { inputs, areItems: false, concurrencyMax: inputs.length, failuresMax: null });
}
