import type { Activity, Change, TaskActivity, Thread } from '../execution.ts';
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
type ThreadRow = ['thread', number, Omit<Partial<Thread>, 'activity'> & { activity?: ActivityRow }];
type ActivityRow = Exclude<Activity, TaskActivity> | ({ kind: 'task' } & Partial<TaskActivity>) | null;
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

/** What is done to each payload of an event: it becomes its number when written, and is put back when read. */
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

/** What most tasks have in common, which is left out. */
const USUAL = {
  ...{ token: null, isSubmitted: false, timeoutAt: null },
  ...{ heartbeatMs: null, heartbeatAt: null, child: null },
} satisfies Partial<TaskActivity>;

function activityRow(activity: Activity | null, payloads: Json[]): ActivityRow {
  if (activity?.kind !== 'task') return activity;
  const { attempt, token, isSubmitted, timeoutAt, heartbeatMs, heartbeatAt, child } = activity;
  return {
    ...{ kind: 'task', attempt, arguments: numberOf(activity.arguments, payloads) },
    ...(token === null ? undefined : { token }),
    ...(isSubmitted ? { isSubmitted } : undefined),
    ...(timeoutAt === null ? undefined : { timeoutAt }),
    ...(heartbeatMs === null ? undefined : { heartbeatMs }),
    ...(heartbeatAt === null ? undefined : { heartbeatAt }),
    ...(child === null ? undefined : { child }),
  };
}

function activityOf(row: ActivityRow, payloads: Json[]): Activity | null {
  if (row?.kind !== 'task') return row;
  const { attempt = 0, arguments: number = null } = row;
  return { ...USUAL, ...row, attempt, arguments: payloadAt(number, payloads) };
}

function threadRow({ activity, ...set }: Partial<Thread>, payloads: Json[]): ThreadRow[2] {
  const row: ThreadRow[2] = set;
  if (set.input !== undefined) row.input = numberOf(set.input, payloads);
  if (activity !== undefined) row.activity = activityRow(activity, payloads);
  return row;
}

function setOf({ activity, ...row }: ThreadRow[2], payloads: Json[]): Partial<Thread> {
  const set: Partial<Thread> = row;
  if (row.input !== undefined) set.input = payloadAt(row.input, payloads);
  if (activity !== undefined) set.activity = activityOf(activity, payloads);
  return set;
}

function changeRow(change: Change, at: number, payloads: Json[]): ChangeRow {
  switch (change.kind) {
    case 'event': {
      const { id, previousEventId, at: eventAt, type, details } = change.event;
      const row = detailsWith(numberOf, type, details, payloads);
      return ['event', change.thread, id, previousEventId, eventAt - at, type, row];
    }
    case 'thread':
      return ['thread', change.id, threadRow(change.set, payloads)];
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
      return { kind: 'thread', id: row[1], set: setOf(row[2], payloads) };
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
