import type { Json, JsonObject } from './json.ts';

/** One line of an execution's history, as `GetExecutionHistory` numbers and orders them. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  /** Milliseconds since the epoch. */
  at: number;
  type: string;
  /** Payloads stand here as values; `withTexts` makes them the texts that AWS shows. */
  details: JsonObject | null;
}

/** Members of an event that hold a payload. */
export const PAYLOADS: ReadonlySet<string> = new Set(['input', 'output', 'parameters', 'assignedVariables']);

/** An execution's own input and output are texts from the start, to the letter. */
export const holdsTexts = (type: string): boolean => type.startsWith('Execution');

/** What the next states see of the variables that a state assigned. */
function textsOf(variables: Json): JsonObject {
  return Object.fromEntries(Object.entries(variables ?? {}).map(([name, value]) => [name, JSON.stringify(value)]));
}

/** The event as it is shown. */
export function withTexts(event: HistoryEvent): HistoryEvent {
  if (event.details === null || holdsTexts(event.type)) return event;
  const members = Object.entries(event.details).map(([name, value]): [string, Json] => {
    if (!PAYLOADS.has(name)) return [name, value];
    return [name, name === 'assignedVariables' ? textsOf(value) : JSON.stringify(value)];
  });
  return { ...event, details: Object.fromEntries(members) };
}

/** The limit of a Standard execution's history (AWS, "Step Functions service quotas"). */
export const EVENTS_MAX = 25_000;

const STATE_EVENT = /^(?:Pass|Task|Choice|Wait|Succeed|Fail|Map|Parallel)State(Entered|Exited)$/;

/** The member of an event that holds its details: `taskScheduledEventDetails`. */
function detailsMember(type: string): string {
  const state = STATE_EVENT.exec(type);
  const name = state ? `state${state[1]}` : `${type[0]?.toLowerCase()}${type.slice(1)}`;
  return `${name}EventDetails`;
}

/** Payloads that AWS accompanies by a note on whether they were cut short; nothing is ever cut here. */
const NOTED = ['input', 'output', 'assignedVariables'];

function onWire(details: JsonObject, hasPayloads: boolean): JsonObject {
  const wire: JsonObject = {};
  for (const [key, value] of Object.entries(details)) {
    if (!NOTED.includes(key)) wire[key] = value;
    else if (hasPayloads) Object.assign(wire, { [key]: value, [`${key}Details`]: { truncated: false } });
  }
  return wire;
}

/** The event as on AWS's wire, where times are in seconds. `hasPayloads` is what `includeExecutionData` asks for. */
export function wireEvent(event: HistoryEvent, hasPayloads: boolean): Json {
  const { id, previousEventId, at, type, details } = event;
  const wire: JsonObject = { timestamp: at / 1000, type, id, previousEventId };
  if (details) wire[detailsMember(type)] = onWire(details, hasPayloads);
  return wire;
}
