import type { Route, State } from '../definition/model.ts';
import type { Thread } from '../execution.ts';
import { checkPayload, ErrorName, StateFault } from '../fault.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { onceKnown, type Soon } from '../soon.ts';
import type { Extras } from './context.ts';
import { succeedThread } from './endings.ts';
import { evaluateOr } from './scope.ts';
import { change, emit, setThread, stateOf, type Turn, threadOf } from './turn.ts';

/** All variables of a thread together (AWS, "Passing data between states with variables"). */
const VARIABLES_BYTES_MAX = 10 * 1024 * 1024;

/** One Assign is held to 256 KiB, so that it takes more than forty variables to come near the limit of all. */
function checkVariables({ state, variables }: Thread, assigned: JsonObject): void {
  checkPayload(assigned, `${state}/Assign`);
  const all = { ...variables, ...assigned };
  if (Object.keys(all).length > 40 && Buffer.byteLength(JSON.stringify(all)) > VARIABLES_BYTES_MAX) {
    throw new StateFault(
      ErrorName.dataLimitExceeded,
      `The variables after the state '${state}' exceed ${VARIABLES_BYTES_MAX} bytes.`,
    );
  }
}

/** Makes a state the next one of a thread; it is entered once the thread goes on. */
export function goTo(turn: Turn, id: number, state: string, input: Json): void {
  setThread(turn, id, { state, input, enteredId: 0, retries: NO_RETRIES, activity: null });
  turn.ready.unshift(id);
}

const NO_RETRIES: number[] = [];

interface Outcome {
  output: Json;
  assigned: Json | undefined;
}

function exit(turn: Turn, thread: Thread, state: State, next: string | undefined, { output, assigned }: Outcome): void {
  const { id } = thread;
  checkPayload(output, state.name);
  const variables = isObject(assigned) ? assigned : undefined;
  if (variables) checkVariables(thread, variables);
  emit(turn, id, `${state.type}StateExited`, () => ({
    name: state.name,
    output,
    ...(variables ? { assignedVariables: variables } : {}),
  }));
  if (variables) change(turn, { kind: 'assign', id, variables });
  if (next === undefined) succeedThread(turn, id, output);
  else goTo(turn, id, next, output);
}

/**
 * Ends a state: assigns, gives its output, and goes on to the next state or out of the block. Both `Assign` and
 * `Output` see the variables as they were before. `value` is the output of a state that declares none.
 */
export function leave(turn: Turn, id: number, route: Route, value: Json, extras: Extras = {}): Soon<void> {
  const thread = threadOf(turn, id);
  const state = stateOf(turn, thread);
  return onceKnown(evaluateOr(turn, thread, route.assign, undefined, extras), (assigned) =>
    onceKnown(evaluateOr(turn, thread, route.output, value, extras), (output) =>
      exit(turn, thread, state, route.next, { output, assigned }),
    ),
  );
}
