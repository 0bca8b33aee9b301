import type { JsonObject } from '../../local/states/json.ts';
import { type Definition, type State, statesOf, waysOut } from './definition.ts';

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
  if (state.Type === 'Choice') return waysOut(state).map((to) => `${name} → ${to}`);
  const end = state.Type === 'Fail' ? '(fails)' : '(ends)';
  const forward = [`${name} → ${state.Next ?? end}`, ...(first ? [`${name} → ${first}`] : [])];
  if (state.Type !== 'Task') return forward;
  const final = finalErrors(state);
  const failures = [...final, ANY].map((error) => `${name} ! ${error} → ${wayOut(state, error)}`);
  const again = isRetried(state) ? [`${name} ! ${ANY} ↻`] : [];
  // A call of another service comes back or fails; a function may also hang until its task's time is up.
  const hanging = isFunction(state) && !final.includes(TIMEOUT) ? [`${name} ! ${TIMEOUT} ↻`] : [];
  return [...forward, ...failures, ...again, ...hanging];
}

/**
 * Every edge of a definition, by name: each way onward, those of a Choice by where they lead, each error's way out,
 * and each error that is tried again.
 */
function allEdges(definition: Definition): string[] {
  return statesOf(definition).flatMap(([name, state]) => edgesOf(name, state));
}

/** Where one sequence of states stands: the machine's own, or one item's of a Map. */
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

/** The error as the definition tells it apart. */
function known(state: State | undefined, error: string, ...alsoKnown: string[]): string {
  const caught = (state?.Catch ?? []).flatMap(({ ErrorEquals }) => ErrorEquals);
  return [...(state ? finalErrors(state) : []), ...caught, ...alsoKnown].includes(error) ? error : ANY;
}

interface Step {
  /** Where the sequence stands after the event. */
  at: Visit | undefined;
  /** The edge along which it went with the event. */
  edge?: string;
}

function stepWith(event: JsonObject, at: Visit | undefined, states: Map<string, State>): Step {
  const type = String(event['type']);
  const since = Number(event['timestamp']);
  const state = at && states.get(at.name);
  const leaves = (to: string, next: Visit | undefined): Step => {
    if (!at) return { at: next };
    return { at: next, edge: `${at.name}${at.error ? ` ! ${known(state, at.error)}` : ''} → ${to}` };
  };

  if (type.endsWith('StateEntered')) {
    const name = String(detailsOf(event)['name']);
    return leaves(name, { name, since });
  }
  // What a Map's iterations came to is behind it; it leaves as itself.
  if (type === 'MapStateExited') return { at: { name: String(detailsOf(event)['name']), since } };
  if (/^(Execution|MapIteration)Succeeded$/.test(type)) return leaves('(ends)', undefined);
  // Where it stood is kept: a redrive goes on from there.
  if (/^(Execution|MapIteration)Failed$|^ExecutionTimedOut$/.test(type))
    return leaves('(fails)', at && { name: at.name, since });
  if (!at) return { at };
  if (/^(Task|LambdaFunction)(Failed|TimedOut)$/.test(type)) return { at: { ...at, error: errorOf(event, at, state) } };
  if (/^(Task|LambdaFunction)Scheduled$/.test(type)) {
    const again = at.error ? { edge: `${at.name} ! ${known(state, at.error, TIMEOUT)} ↻` } : {};
    return { at: { name: at.name, since }, ...again };
  }
  return { at };
}

/**
 * The edges that an execution has gone along, read off its history. Each event names the one before it in the same
 * sequence of states; so iterations that run at once are told apart.
 */
export function edgesIn(history: JsonObject[], definition: Definition): string[] {
  const states = new Map(statesOf(definition));
  const standing = new Map<number, Visit | undefined>();
  const went: string[] = [];
  for (const event of history) {
    const { at, edge } = stepWith(event, standing.get(Number(event['previousEventId'])), states);
    standing.set(Number(event['id']), at);
    if (edge) went.push(edge);
  }
  return went;
}

/**
 * The state transitions that AWS bills: each state that is entered, and each retry ("each retry will be charged as an
 * additional state transition": AWS Step Functions Pricing, aws.amazon.com/step-functions/pricing).
 */
export function billedTransitions(history: JsonObject[]): number {
  const types = history.map(({ type }) => String(type));
  const count = (pattern: RegExp) => types.filter((type) => pattern.test(type)).length;
  const attempts = count(/^(Task|LambdaFunction)Scheduled$/);
  return count(/StateEntered$/) + attempts - count(/^TaskStateEntered$/);
}

/** What has not been visited: states by name, and edges. */
export function unvisited(definition: Definition, went: string[]): string[] {
  const visited = new Set(went);
  const entered = new Set(went.flatMap((edge) => edge.split(/ (?:!.*)?(?:→|↻)/)[0] ?? []));
  const states = statesOf(definition).map(([name]) => name);
  return [...states.filter((name) => !entered.has(name)), ...allEdges(definition).filter((edge) => !visited.has(edge))];
}
