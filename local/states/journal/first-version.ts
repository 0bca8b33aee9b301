import { type HistoryEvent, holdsTexts } from '../history.ts';
import type { Json, JsonObject } from '../json.ts';
import type { JournalRecord } from './journal.ts';

/** The first version of the journal held payloads of events as texts, each for itself. They become values again. */

const parsed = (text: Json): Json => JSON.parse(String(text));

function detailsOf(details: JsonObject): JsonObject {
  const members = Object.entries(details).map(([name, value]): [string, Json] => {
    if (name === 'input' || name === 'output' || name === 'parameters') return [name, parsed(value)];
    if (name !== 'assignedVariables') return [name, value];
    const variables = Object.entries(value as JsonObject).map(([name, text]) => [name, parsed(text)]);
    return [name, Object.fromEntries(variables)];
  });
  return Object.fromEntries(members);
}

function eventOf(event: HistoryEvent): HistoryEvent {
  if (event.details === null || holdsTexts(event.type)) return event;
  return { ...event, details: detailsOf(event.details) };
}

/** A record that is no row is of the first version, or of a kind that has not changed since. */
export function firstVersion(record: JournalRecord): JournalRecord {
  if (record.kind === 'history') return { ...record, events: record.events.map(eventOf) };
  if (record.kind !== 'turn') return record;
  const changes = record.changes.map((change) =>
    change.kind === 'event' ? { ...change, event: eventOf(change.event) } : change,
  );
  return { ...record, changes };
}
