import type { Change, Thread } from '../execution.ts';
import { type HistoryEvent, holdsTexts, PAYLOADS } from '../history.ts';
import type { Json, JsonObject } from '../json.ts';
import type { TurnRecord } from './journal.ts';

/**
 * A turn as the journal's line holds it: `["turn", execution, at, payloads, changes]`. One payload stands in several
 * changes, as one state's output, the next one's input, and the argument of its task. It is written once, among the
 * payloads, and its number in its places. Events and threads, of which every turn has some, are rows too.
 */
export type TurnRow = ['turn', number, number, Json[], ChangeRow[]];

type ChangeRow = EventRow | ThreadRow | AssignRow | Exclude<Change, { kind: 'event' | 'thread' | 'assign' }>;
type EventRow = ['event', number, number, number, number, string, JsonObject | null];
type ThreadRow = ['thread', number, Partial<Thread>];
type AssignRow = ['assign', number, number];

/** A payload that stands in a turn twice does so within as few others. */
const PAYLOADS_BACK = 8;

/** The number of a payload, which is put among the others unless it is there. */
function numberOf(payload: Json, payloads: Json[]): number {
  for (let at = payloads.length - 1; at >= 0 && at >= payloads.length - PAYLOADS_BACK; at--) {
    if (payloads[at] === payload) return at;
  }
  return payloads.push(payload) - 1;
}

const payloadAt = (number: Json, payloads: Json[]): Json => payloads[Number(number)] ?? null;

/** What is done to each payload of a change: it becomes its number when written, and is put back when read. */
type Replace = (payload: Json, payloads: Json[]) => Json;

function detailsWith(replace: Replace, type: string, details: JsonObject | null, payloads: Json[]): JsonObject | null {
  if (details === null || holdsTexts(type)) return details;
  const replaced: JsonObject = {};
  for (const name in details) {
    const value = details[name] ?? null;
    replaced[name] = PAYLOADS.has(name) ? replace(value, payloads) : value;
  }
  return replaced;
}

function threadWith(replace: Replace, set: Partial<Thread>, payloads: Json[]): Partial<Thread> {
  const replaced = { ...set };
  if (set.input !== undefined) replaced.input = replace(set.input, payloads);
  if (set.activity?.kind === 'task') {
    replaced.activity = { ...set.activity, arguments: replace(set.activity.arguments, payloads) };
  }
  return replaced;
}

function changeRow(change: Change, at: number, payloads: Json[]): ChangeRow {
  switch (change.kind) {
    case 'event': {
      const { id, previousEventId, at: eventAt, type, details } = change.event;
      const row = detailsWith(numberOf, type, details, payloads);
      return ['event', change.thread, id, previousEventId, eventAt - at, type, row];
    }
    case 'thread':
      return ['thread', change.id, threadWith(numberOf, change.set, payloads)];
    case 'assign':
      return ['assign', change.id, numberOf(change.variables, payloads)];
    default:
      return change;
  }
}

function changeOf(row: ChangeRow, at: number, payloads: Json[]): Change {
  if (!Array.isArray(row)) return row;
  switch (row[0]) {
    case 'event': {
      const [, thread, id, previousEventId, later, type, details] = row;
      const whole = detailsWith(payloadAt, type, details, payloads);
      const event: HistoryEvent = { id, previousEventId, at: at + later, type, details: whole };
      return { kind: 'event', thread, event };
    }
    case 'thread':
      return { kind: 'thread', id: row[1], set: threadWith(payloadAt, row[2], payloads) };
    case 'assign':
      return { kind: 'assign', id: row[1], variables: payloadAt(row[2], payloads) as JsonObject };
  }
}

/** Events tell when they are relative to the first of their turn: most turns take one instant. */
export function turnRow({ id, changes }: TurnRecord): TurnRow {
  const first = changes.find((change) => change.kind === 'event');
  const at = first?.kind === 'event' ? first.event.at : 0;
  const payloads: Json[] = [];
  const rows = changes.map((change) => changeRow(change, at, payloads));
  return ['turn', id, at, payloads, rows];
}

export function turnOf([, id, at, payloads, rows]: TurnRow): TurnRecord {
  return { kind: 'turn', id, changes: rows.map((row) => changeOf(row, at, payloads)) };
}
