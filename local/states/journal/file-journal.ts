import { mkdirSync } from 'node:fs';
import { rename, truncate } from 'node:fs/promises';
import type { Soon } from '../soon.ts';
import { type Journal, JournalFault, type JournalRecord, type Place, type Sink } from './journal.ts';
import { generationOf, JournalFiles, type Kind, placeAt } from './journal-files.ts';
import { FORMAT_VERSION, heading, lineOf } from './line.ts';
import { LogWriter } from './log-writer.ts';
import { type Scanned, scan } from './scan.ts';

/** A snapshot is worth its cost once the log is this long, and twice as long as the snapshot before. */
const SNAPSHOT_BYTES_MIN = 64 * 2 ** 20;

/** A snapshot is written in parts of about this size. */
const BATCH_BYTES_MAX = 2 ** 20;

type Visit = (record: JournalRecord, place: Place) => void;

/** A journal in a folder of its own. `warn` is told of an end that was torn and had to be cut off. */
export class FileJournal implements Journal {
  readonly #folder: string;
  readonly #files: JournalFiles;
  readonly #warn: (line: string) => void;
  readonly #snapshotBytesMin: number;
  #generation = 0;
  #writer: LogWriter | undefined;
  /** How long the logs may grow before the next snapshot. */
  #snapshotAt: number;
  /** What lies in logs before the present one, since the last snapshot: more than nothing where one was cut short. */
  #earlierBytes = 0;
  #isSnapshotting = false;

  constructor(folder: string, warn: (line: string) => void, snapshotBytesMin = SNAPSHOT_BYTES_MIN) {
    this.#folder = folder;
    this.#files = new JournalFiles(folder);
    this.#warn = warn;
    this.#snapshotBytesMin = snapshotBytesMin;
    this.#snapshotAt = snapshotBytesMin;
  }

  async open(visit: Visit): Promise<void> {
    mkdirSync(this.#folder, { recursive: true });
    const files = this.#files;
    const first = files.generations('snapshot').at(-1) ?? 0;
    await files.removePartial();
    if (files.generations('snapshot').length > 0)
      this.#snapshotAt = this.#dueAfter((await this.#load('snapshot', first, false, visit)).soundBytes);
    const logs = files.generations('journal').filter((generation) => generation >= first);
    // A crash may leave a torn end behind which a new log was begun already, but nothing written to it.
    const lastWritten = logs.findLast((generation) => files.sizeOf('journal', generation) > heading.length) ?? first;
    this.#generation = logs[0] ?? first;
    for (const generation of logs) {
      const { soundBytes, version } = await this.#load('journal', generation, generation >= lastWritten, visit);
      // A file of an earlier version is left as it is: a program of that version would misread what came after.
      const isLast = generation === logs.at(-1) && (version === 0 || version === FORMAT_VERSION);
      if (!isLast) this.#earlierBytes += soundBytes;
      this.#generation = isLast ? generation : generation + 1;
    }
    this.#writer = await this.#begin(this.#generation);
    await files.removeBefore(first);
  }

  append(record: JournalRecord): Place {
    return placeAt('journal', this.#generation, this.#opened().add(lineOf(record)));
  }

  settled(): Soon<void> {
    return this.#opened().settled();
  }

  read(place: Place): Promise<JournalRecord> {
    return this.#files.read(place);
  }

  wantsSnapshot(): boolean {
    return !this.#isSnapshotting && this.#bytes() > this.#snapshotAt;
  }

  async snapshot(write: (sink: Sink, isOld: (place: Place) => boolean) => Promise<() => void>): Promise<void> {
    this.#isSnapshotting = true;
    try {
      const next = this.#generation + 1;
      const writer = await this.#begin(next);
      const before = this.#opened();
      try {
        while (before.unsafeBytes > 0) await before.settled();
      } catch (fault) {
        await writer.close();
        throw fault;
      }
      this.#earlierBytes += before.size;
      this.#generation = next;
      this.#writer = writer;
      await before.close();
      await this.#writeSnapshot(next, write);
      await this.#files.removeBefore(next);
    } catch (fault) {
      this.#snapshotAt = 2 * this.#bytes();
      await this.#files.removePartial();
      throw fault;
    } finally {
      this.#isSnapshotting = false;
    }
  }

  async close(): Promise<void> {
    await this.#writer?.close();
    this.#writer = undefined;
    await this.#files.close();
  }

  #dueAfter(snapshotBytes: number): number {
    return Math.max(this.#snapshotBytesMin, 2 * snapshotBytes);
  }

  /** All that the logs hold since the last snapshot. */
  #bytes(): number {
    return this.#earlierBytes + this.#opened().size;
  }

  #opened(): LogWriter {
    if (!this.#writer) throw new JournalFault(`The journal in ${this.#folder} is not open.`);
    return this.#writer;
  }

  /** Opens a generation's log to be written to, with its heading. */
  async #begin(generation: number): Promise<LogWriter> {
    const path = this.#files.path('journal', generation);
    const isNew = !this.#files.generations('journal').includes(generation);
    const writer = await LogWriter.open(path, isNew ? 0 : this.#files.sizeOf('journal', generation));
    if (writer.size === 0) writer.add(heading);
    await writer.settled();
    await this.#files.syncFolder();
    return writer;
  }

  /** Reads a file and cuts off its torn end, where one may be. */
  async #load(kind: Kind, generation: number, mayBeTorn: boolean, visit: Visit): Promise<Scanned> {
    const path = this.#files.path(kind, generation);
    const bytes = this.#files.sizeOf(kind, generation);
    const scanned = await scan(path, (record, offset) => visit(record, placeAt(kind, generation, offset)));
    const { soundBytes: sound } = scanned;
    if (sound === bytes) return scanned;
    if (!mayBeTorn) {
      throw new JournalFault(
        `${path} is damaged at byte ${sound}. Restore the file from a backup, or start with fresh data.`,
      );
    }
    this.#warn(`${path}: cut off ${bytes - sound} bytes that were being written when the host was killed`);
    await truncate(path, sound);
    return scanned;
  }

  /** Writes a snapshot beside its final name, which it gets once it is whole and safe. */
  async #writeSnapshot(
    generation: number,
    write: (sink: Sink, isOld: (place: Place) => boolean) => Promise<() => void>,
  ) {
    const path = this.#files.path('snapshot', generation);
    const partial = `${path}.partial`;
    const writer = await LogWriter.open(partial, 0);
    writer.add(heading);
    const sink: Sink = async (record) => {
      const place = placeAt('snapshot', generation, writer.add(lineOf(record)));
      if (writer.unsafeBytes > BATCH_BYTES_MAX) await writer.settled();
      return place;
    };
    const inForce = await write(sink, (place) => generationOf(place) < generation).finally(() => writer.close());
    // What the snapshot shows may be ahead of the log; it must not be in force before the log has caught up.
    await this.settled();
    await rename(partial, path);
    await this.#files.syncFolder();
    this.#snapshotAt = this.#dueAfter(writer.size);
    this.#earlierBytes = 0;
    inForce();
  }
}
