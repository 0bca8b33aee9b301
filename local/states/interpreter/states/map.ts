import type { MapState } from '../../definition/model.ts';
import type { Thread } from '../../execution.ts';
import type { Json } from '../../json.ts';
import { fanOut } from '../fan.ts';
import { evaluate, evaluateNumber, evaluateWhole, evaluationFault, wrongType } from '../scope.ts';
import { emit, type Turn, threadOf } from '../turn.ts';

async function itemsOf(turn: Turn, thread: Thread, state: MapState): Promise<Json[]> {
  if (!state.items) {
    if (Array.isArray(thread.input)) return thread.input;
    throw evaluationFault(thread, `Map state input must be an array but was: ${JSON.stringify(thread.input)}`);
  }
  const items = await evaluate(turn, thread, state.items);
  if (!Array.isArray(items)) throw wrongType(thread, state.items, 'array', items);
  return items;
}

/** How many items may fail; null where the definition tolerates none, and the first failure speaks for the state. */
async function failuresMax(turn: Turn, thread: Thread, state: MapState, length: number): Promise<number | null> {
  const count = await evaluateWhole(turn, thread, state.toleratedCount, 0);
  const percentage = await evaluateNumber(turn, thread, state.toleratedPercentage);
  if (count === undefined && percentage === undefined) return null;
  return Math.max(count ?? 0, Math.floor(((percentage ?? 0) * length) / 100));
}

export async function map(turn: Turn, id: number, state: MapState): Promise<void> {
  const thread = threadOf(turn, id);
  const inputs = await itemsOf(turn, thread, state);
  const concurrency = (await evaluateWhole(turn, thread, state.concurrencyMax, 0)) ?? 0;
  const tolerated = await failuresMax(turn, thread, state, inputs.length);
  emit(turn, id, 'MapStateStarted', { length: inputs.length });
  const concurrencyMax = concurrency === 0 ? inputs.length : concurrency;
  fanOut(turn, id, { inputs, areItems: true, concurrencyMax, failuresMax: tolerated });
}
