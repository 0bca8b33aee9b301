import type { Execution } from '../execution.ts';
import type { HistoryEvent } from '../history.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { difference } from './difference.ts';
import type { RecordedEvent, RecordedOutcome } from './recorded-case.ts';

/** An event's details under the names that recordings use: payloads parsed, a state's name under `state`. */
function asRecorded({ type, details }: HistoryEvent): RecordedEvent {
  const recorded: RecordedEvent = { type };
  for (const [key, value] of Object.entries(details ?? {})) {
    if (['input', 'output', 'parameters'].includes(key)) recorded[key] = parsed(value);
    else if (key === 'name' && /State(Entered|Exited)$/.test(type)) recorded['state'] = value;
    else if (key === 'assignedVariables' && isObject(value)) recorded[key] = parsedMembers(value);
    else if (key !== 'region' && key !== 'roleArn') recorded[key] = value;
  }
  return recorded;
}

function parsed(value: Json): Json {
  const json = parseJson(String(value));
  return json === undefined ? value : json;
}

function parsedMembers(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, parsed(value)]));
}

function compareEvents(expected: RecordedEvent[], actual: HistoryEvent[], isOrdered: boolean): string[] {
  const named = actual.filter(({ type }) => expected[0]?.type === 'ExecutionStarted' || type !== 'ExecutionStarted');
  const recorded = named.map(asRecorded);
  if (isOrdered) {
    return expected.flatMap(
      (event, index) => difference(event, recorded[index], `event ${index + 1} (${event.type})`) ?? [],
    );
  }
  return expected.flatMap((event) => {
    const found = recorded.findIndex((candidate) => difference(event, candidate, '') === undefined);
    if (found < 0) return [`no event like ${JSON.stringify(event)}`];
    recorded.splice(found, 1);
    return [];
  });
}

function compareTypes(expected: string[], actual: string[], isOrdered: boolean): string[] {
  const [wanted, got] = isOrdered ? [expected, actual] : [expected.toSorted(), actual.toSorted()];
  if (wanted.join() === got.join()) return [];
  return [`event types:\n      expected ${wanted.join(', ')}\n      got      ${got.join(', ')}`];
}

/** Everything in which an execution differs from the recording; empty where it conforms. */
export function compare(expected: RecordedOutcome, execution: Execution, events: HistoryEvent[]): string[] {
  const isOrdered = expected.eventTypesOrdered !== false;
  const actual: JsonObject = {
    status: execution.status,
    ...(execution.output === null ? {} : { output: JSON.parse(execution.output) }),
    ...(execution.error === null ? {} : { error: execution.error }),
    ...(execution.cause === null ? {} : { cause: execution.cause }),
  };
  const { status, output, error, cause, causeJson } = expected;
  const wanted: JsonObject = {
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined && causeJson === undefined ? {} : { cause: (causeJson ?? cause) as Json }),
  };
  const outcome = difference(wanted, actual, 'execution');
  const types = events.map(({ type }) => type);
  return [
    ...(outcome ? [outcome] : []),
    ...(expected.eventTypes ? compareTypes(expected.eventTypes, types, isOrdered) : []),
    ...(expected.events ? compareEvents(expected.events, events, isOrdered) : []),
  ];
}
