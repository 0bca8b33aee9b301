import type { Route } from '../definition/model.ts';
import type { Thread } from '../execution.ts';
import { checkPayload, ErrorName, StateFault } from '../fault.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { succeedThread } from './endings.ts';
import { type Extras, evaluate } from './scope.ts';
import { change, emit, setThread, stateOf, type Turn, text, threadOf } from './turn.ts';

/** What the next states see of the variables that a state assigned. */
function asTexts(variables: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, text(value)]));
}

/** All variables of a thread together (AWS, "Passing data between states with variables"). */
const VARIABLES_BYTES_MAX = 10 * 1024 * 1024;

/** One Assign is held to 256 KiB, so that it takes more than forty variables to come near the limit of all. */
function checkVariables({ state, variables }: Thread, assigned: JsonObject): void {
  checkPayload(text(assigned), `${state}/Assign`);
  const all = { ...variables, ...assigned };
  if (Object.keys(all).length > 40 && Buffer.byteLength(text(all)) > VARIABLES_BYTES_MAX) {
    throw new StateFault(
      ErrorName.dataLimitExceeded,
      `The variables after the state '${state}' exceed ${VARIABLES_BYTES_MAX} bytes.`,
    );
  }
}

/** Makes a state the next one of a thread; it is entered once the thread goes on. */
export function goTo(turn: Turn, id: number, state: string, input: Json): void {
  setThread(turn, id, { state, input, enteredId: 0, retries: [], activity: null });
  turn.ready.unshift(id);
}

/**
 * Ends a state: assigns, gives its output, and goes on to the next state or out of the block. Both `Assign` and
 * `Output` see the variables as they were before. `value` is the output of a state that declares none.
 */
export async function leave(turn: Turn, id: number, route: Route, value: Json, extras: Extras = {}): Promise<void> {
  const thread = threadOf(turn, id);
  const state = stateOf(turn, thread);
  const assigned = route.assign ? await evaluate(turn, thread, route.assign, extras) : undefined;
  const output = route.output ? await evaluate(turn, thread, route.output, extras) : value;
  const outputText = text(output);
  checkPayload(outputText, state.name);
  const variables = isObject(assigned) ? assigned : undefined;
  if (variables) checkVariables(thread, variables);
  emit(turn, id, `${state.type}StateExited`, {
    name: state.name,
    output: outputText,
    ...(variables ? { assignedVariables: asTexts(variables) } : {}),
  });
  if (variables) change(turn, { kind: 'assign', id, variables });
  if (route.next === undefined) succeedThread(turn, id, output);
  else goTo(turn, id, route.next, output);
}
