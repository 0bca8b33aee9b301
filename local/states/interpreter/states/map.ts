import type { MapState } from '../../definition/model.ts';
import type { Thread } from '../../execution.ts';
import type { Json } from '../../json.ts';
import { onceKnown, type Soon } from '../../soon.ts';
import { fanOut } from '../fan.ts';
import { evaluate, evaluateNumber, evaluateWhole, evaluationFault, wrongType } from '../scope.ts';
import { emit, type Turn, threadOf } from '../turn.ts';

function itemsOf(turn: Turn, thread: Thread, { items }: MapState): Soon<Json[]> {
  if (!items) {
    if (Array.isArray(thread.input)) return thread.input;
    throw evaluationFault(thread, `Map state input must be an array but was: ${JSON.stringify(thread.input)}`);
  }
  return onceKnown(evaluate(turn, thread, items), (value) => {
    if (!Array.isArray(value)) throw wrongType(thread, items, 'array', value);
    return value;
  });
}

/** How many items may fail; null where the definition tolerates none, and the first failure speaks for the state. */
function failuresMax(turn: Turn, thread: Thread, state: MapState, length: number): Soon<number | null> {
  return onceKnown(evaluateWhole(turn, thread, state.toleratedCount, 0), (count) =>
    onceKnown(evaluateNumber(turn, thread, state.toleratedPercentage), (percentage) => {
      if (count === undefined && percentage === undefined) return null;
      return Math.max(count ?? 0, Math.floor(((percentage ?? 0) * length) / 100));
    }),
  );
}

export function map(turn: Turn, id: number, state: MapState): Soon<void> {
  const thread = threadOf(turn, id);
  return onceKnown(itemsOf(turn, thread, state), (inputs) =>
    onceKnown(evaluateWhole(turn, thread, state.concurrencyMax, 0), (concurrency = 0) =>
      onceKnown(failuresMax(turn, thread, state, inputs.length), (tolerated) => {
        emit(turn, id, 'MapStateStarted', () => ({ length: inputs.length }));
        const concurrencyMax = concurrency === 0 ? inputs.length : concurrency;
        fanOut(turn, id, { inputs, areItems: true, concurrencyMax, failuresMax: tolerated });
      }),
    ),
  );
}
