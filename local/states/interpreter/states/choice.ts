import type { ChoiceState } from '../../definition/model.ts';
import type { Thread } from '../../execution.ts';
import { ErrorName, StateFault } from '../../fault.ts';
import { onceKnown, type Soon } from '../../soon.ts';
import { leave } from '../leave.ts';
import { evaluate, wrongType } from '../scope.ts';
import { type Turn, threadOf } from '../turn.ts';

type Rule = ChoiceState['rules'][number];

/** The first rule that holds, of those from `from` on. */
function ruleThatHolds(turn: Turn, thread: Thread, rules: Rule[], from: number): Soon<Rule | undefined> {
  const rule = rules[from];
  if (!rule) return undefined;
  return onceKnown(evaluate(turn, thread, rule.condition), (holds) => {
    if (typeof holds !== 'boolean') throw wrongType(thread, rule.condition, 'boolean', holds);
    return holds ? rule : ruleThatHolds(turn, thread, rules, from + 1);
  });
}

/** Takes the first rule that holds, with that rule's Assign and Output; else the default, with the state's own. */
export function choice(turn: Turn, id: number, state: ChoiceState): Soon<void> {
  const thread = threadOf(turn, id);
  return onceKnown(ruleThatHolds(turn, thread, state.rules, 0), (rule) => {
    const route = rule ?? state.otherwise;
    if (route) return leave(turn, id, route, thread.input);
    throw new StateFault(
      ErrorName.noChoiceMatched,
      `An error occurred while executing the state '${state.name}' (entered at the event id #${thread.enteredId}). Failed to transition out of the state. The state does not point to a next state.`,
    );
  });
}
