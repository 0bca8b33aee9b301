import type { Change, ExecutionHead, Thread } from '../execution.ts';
import type { HistoryEvent } from '../history.ts';
import type { MachineRevision } from '../machines.ts';
import type { Soon } from '../soon.ts';

/** What the engine writes down. Applying all records in their order brings back everything the engine knew. */
export type JournalRecord =
  | { kind: 'machine'; machine: MachineRevision }
  | { kind: 'machineDeleted'; arn: string }
  | { kind: 'started'; head: ExecutionHead }
  | TurnRecord
  /** Only in a snapshot: an execution as it stood, and then its history so far. */
  | { kind: 'execution'; head: ExecutionHead; threads: Thread[] }
  | { kind: 'history'; id: number; events: HistoryEvent[] };

export interface TurnRecord {
  kind: 'turn';
  id: number;
  changes: Change[];
}

/** Where a record lies; only the journal can tell what the number means. */
export type Place = number;

/** Receives the records of a snapshot, one after the other, and tells where each will lie. */
export type Sink = (record: JournalRecord) => Promise<Place>;

/**
 * An append-only log of records. `append` gives the place at once; `settled` resolves when everything appended so
 * far survives a crash of the process and of the machine (at once where it does already), and rejects with `DiskFull`
 * where there is no room for it.
 */
export interface Journal {
  /** Hands over every record, oldest first. Rejects with a `JournalFault` where the log cannot be understood. */
  open(visit: (record: JournalRecord, place: Place) => void): Promise<void>;
  append(record: JournalRecord): Place;
  settled(): Soon<void>;
  read(place: Place): Promise<JournalRecord>;
  /** Whether enough has gathered for a snapshot to be worth its cost. */
  wantsSnapshot(): boolean;
  /**
   * Replaces everything before now by what `write` puts into the sink. Appending goes on meanwhile; `isOld` tells
   * which places the snapshot replaces. What `write` resolves with is called once the snapshot is in force, just
   * before those places are gone.
   */
  snapshot(write: (sink: Sink, isOld: (place: Place) => boolean) => Promise<() => void>): Promise<void>;
  close(): Promise<void>;
}

/** There is no room for what was appended. It is kept in memory; `settled` may be asked again. */
export class DiskFull extends Error {
  override name = 'DiskFull';

  constructor(path: string, cause: unknown) {
    super(`The disk is full: ${path} cannot be written. Make room on it; what waits for it goes on by itself then.`, {
      cause,
    });
  }
}

/** A journal that cannot be opened as it is. The message says what to do. */
export class JournalFault extends Error {
  override name = 'JournalFault';
}
