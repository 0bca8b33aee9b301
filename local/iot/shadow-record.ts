import type { JsonObject } from './json.ts';
import { type ShadowUpdate, shadowFault } from './shadow-request.ts';
import { difference, emptySection, isEmpty, merge, type Section, stampsOf } from './shadow-state.ts';

/** A shadow as it is kept. Deleted ones stay for their version. */
export interface ShadowRecord {
  version: number;
  desired: Section;
  reported: Section;
  /** Milliseconds since the epoch. */
  deletedAt?: number;
}

/**
 * A shadow that is made again within 48 hours of its deletion goes on with the old version ("Interacting with
 * shadows", AWS IoT Core developer guide).
 */
const versionKeptMs = 48 * 3_600_000;

/** "Each individual shadow document must be 8KB or less in size. Metadata doesn't contribute" (service quotas). */
const documentBytesMax = 8 * 1024;

export function isLive(record: ShadowRecord | undefined): record is ShadowRecord {
  return record !== undefined && record.deletedAt === undefined;
}

function lastVersion(record: ShadowRecord | undefined, nowMs: number): number {
  if (record?.deletedAt !== undefined && nowMs - record.deletedAt > versionKeptMs) return 0;
  return record?.version ?? 0;
}

function sections(record: ShadowRecord, read: (section: Section) => JsonObject): JsonObject {
  return {
    ...(!isEmpty(record.desired) && { desired: read(record.desired) }),
    ...(!isEmpty(record.reported) && { reported: read(record.reported) }),
  };
}

export const stateOf = (record: ShadowRecord): JsonObject => sections(record, ({ values }) => values);
export const metadataOf = (record: ShadowRecord): JsonObject => sections(record, ({ stamps }) => stamps);
export const deltaOf = (record: ShadowRecord): Section => difference(record.desired, record.reported.values);

function changed(before: Section, patch: JsonObject | null | undefined, atSeconds: number): Section {
  if (patch === undefined) return before;
  return patch === null ? emptySection : merge(before, patch, atSeconds);
}

/** The shadow after the update. Throws 409 when another version was expected, 413 when it would grow too large. */
export function updated(record: ShadowRecord | undefined, update: ShadowUpdate, nowMs: number): ShadowRecord {
  const last = lastVersion(record, nowMs);
  if (update.version !== undefined && update.version !== last) throw shadowFault(409, 'Version conflict');
  const atSeconds = Math.floor(nowMs / 1000);
  const base = isLive(record) ? record : { desired: emptySection, reported: emptySection };
  const next: ShadowRecord = {
    version: last + 1,
    desired: changed(base.desired, update.desired, atSeconds),
    reported: changed(base.reported, update.reported, atSeconds),
  };
  if (Buffer.byteLength(JSON.stringify(stateOf(next))) > documentBytesMax) {
    throw shadowFault(413, 'The payload exceeds the maximum size allowed');
  }
  return next;
}

/** `state` and `metadata` of the answer to an update: what was asked, and when it was set. */
export function echo({ desired, reported }: ShadowUpdate, atSeconds: number): JsonObject {
  return {
    state: { ...(desired !== undefined && { desired }), ...(reported !== undefined && { reported }) },
    metadata: {
      ...(desired && { desired: stampsOf(desired, atSeconds) }),
      ...(reported && { reported: stampsOf(reported, atSeconds) }),
    },
  };
}
