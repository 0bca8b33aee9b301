import type { ChoiceState } from '../../definition/model.ts';
import { ErrorName, StateFault } from '../../fault.ts';
import { leave } from '../leave.ts';
import { evaluate, wrongType } from '../scope.ts';
import { type Turn, threadOf } from '../turn.ts';

/** Takes the first rule that holds, with that rule's Assign and Output; else the default, with the state's own. */
export async function choice(turn: Turn, id: number, state: ChoiceState): Promise<void> {
  const thread = threadOf(turn, id);
  for (const rule of state.rules) {
    const holds = await evaluate(turn, thread, rule.condition);
    if (typeof holds !== 'boolean') throw wrongType(thread, rule.condition, 'boolean', holds);
    if (holds) return leave(turn, id, rule, thread.input);
  }
  if (state.otherwise) return leave(turn, id, state.otherwise, thread.input);
  throw new StateFault(
    ErrorName.noChoiceMatched,
    `An error occurred while executing the state '${state.name}' (entered at the event id #${thread.enteredId}). Failed to transition out of the state. The state does not point to a next state.`,
  );
}
