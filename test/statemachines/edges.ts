import type { JsonObject } from '../../local/states/json.ts';
import { type Definition, type State, statesOf } from './definition.ts';

/** Stands for any error that a state does not name. */
const ANY = '*';
const TIMEOUT = 'States.Timeout';

/** Errors that a state names to be retried never, each of which leaves it by a way of its own. */
function finalErrors({ Retry = [] }: State): string[] {
  return Retry.filter(({ MaxAttempts }) => MaxAttempts === 0).flatMap(({ ErrorEquals }) => ErrorEquals);
}

/** Where an error leads that is not retried, or no longer. */
function wayOut({ Catch = [] }: State, error: string): string {
  const rule = Catch.find(({ ErrorEquals }) => ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL'));
  return rule?.Next ?? '(fails)';
}

const isRetried = ({ Retry = [] }: State) => Retry.some(({ MaxAttempts }) => MaxAttempts !== 0);
const isFunction = ({ Resource = '' }: State) => Resource.startsWith('${');

function edgesOf(name: string, state: State): string[] {
  const first = state.ItemProcessor?.StartAt;
  const choices = [...(state.Choices ?? []).map(({ Next }) => Next), ...(state.Default ? [state.Default] : [])];
  const onward = choices.length > 0 ? choices : [state.Next ?? (state.Type === 'Fail' ? '(fails)' : '(ends)')];
  const forward = [...onward, ...(first ? [first] : [])].map((to) => `${name} → ${to}`);
  if (state.Type !== 'Task') return forward;
  const final = finalErrors(state);
  const failures = [...final, ANY].map((error) => `${name} ! ${error} → ${wayOut(state, error)}`);
  const again = isRetried(state) ? [`${name} ! ${ANY} ↻`] : [];
  // A call of another service comes back or fails; a function may also hang until its task's time is up.
  const hanging = isFunction(state) && !final.includes(TIMEOUT) ? [`${name} ! ${TIMEOUT} ↻`] : [];
  return [...forward, ...failures, ...again, ...hanging];
}

/** Every edge of a definition, by name: each way onward, each error's way out, and each error that is tried again. */
function allEdges(definition: Definition): string[] {
  return statesOf(definition).flatMap(([name, state]) => edgesOf(name, state));
}

interface Visit {
  name: string;
  /** When the latest attempt began, in seconds. */
  since: number;
  /** The error of the latest attempt, until another attempt is made. */
  error?: string | undefined;
}

/** The first of an event's details, which is all that it has. */
function detailsOf(event: JsonObject): JsonObject {
  const [, details = {}] = Object.entries(event).find(([key]) => key.endsWith('EventDetails')) ?? [];
  return details as JsonObject;
}

/** AWS calls both time-outs of a task by one name in its events: the one that came early was for want of a heartbeat. */
function errorOf(event: JsonObject, { since }: Visit, state: State | undefined): string {
  const error = String(detailsOf(event)['error']);
  const isSilence = state?.HeartbeatSeconds && Number(event['timestamp']) - since < Number(state.TimeoutSeconds);
  return error === TIMEOUT && isSilence ? 'States.HeartbeatTimeout' : error;
}

/** The edges that an execution has gone along, read off its history. Iterations must run one at a time. */
export function edgesIn(history: JsonObject[], definition: Definition): string[] {
  const states = new Map(statesOf(definition));
  const went: string[] = [];
  let at: Visit | undefined;

  /** The error as the definition tells it apart. */
  const known = ({ name, error = '' }: Visit, ...alsoKnown: string[]) => {
    const state = states.get(name);
    const caught = (state?.Catch ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
    return [...(state ? finalErrors(state) : []), ...caught, ...alsoKnown].includes(error) ? error : ANY;
  };
  const leave = (to: string) => {
    if (at) went.push(`${at.name}${at.error ? ` ! ${known(at)}` : ''} → ${to}`);
    at = undefined;
  };

  for (const event of history) {
    const type = String(event['type']);
    const time = Number(event['timestamp']);
    if (type.endsWith('StateEntered')) {
      const name = String(detailsOf(event)['name']);
      leave(name);
      at = { name, since: time };
    } else if (/^(Execution|MapIteration)(Succeeded)$/.test(type)) leave('(ends)');
    else if (/^(ExecutionFailed|MapIterationFailed|ExecutionTimedOut)$/.test(type)) leave('(fails)');
    else if (type === 'MapStateSucceeded' || type === 'MapStateExited') at = { name: mapIn(definition), since: time };
    else if (/^(Task|LambdaFunction)(Failed|TimedOut)$/.test(type) && at)
      at.error = errorOf(event, at, states.get(at.name));
    else if (/^(Task|LambdaFunction)Scheduled$/.test(type) && at?.error) {
      went.push(`${at.name} ! ${known(at, TIMEOUT)} ↻`);
      at = { name: at.name, since: time };
    }
  }
  return went;
}

const mapIn = (definition: Definition) =>
  statesOf(definition).find(([, { Type }]) => Type === 'Map')?.[0] ?? '(no Map)';

/** What has not been visited: states by name, and edges. */
export function unvisited(definition: Definition, went: string[]): string[] {
  const visited = new Set(went);
  const entered = new Set(went.flatMap((edge) => edge.split(/ (?:!.*)?(?:→|↻)/)[0] ?? []));
  const states = statesOf(definition).map(([name]) => name);
  return [...states.filter((name) => !entered.has(name)), ...allEdges(definition).filter((edge) => !visited.has(edge))];
}
