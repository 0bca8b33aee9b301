import { readdirSync, statSync } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalFault, type JournalRecord, type Place } from './journal.ts';
import { recordOf } from './line.ts';

/**
 * The journal's files come in generations: `journal-N.log` goes on from `snapshot-N.log`, which holds all that came
 * before. A place is a file and an offset in it, in one number below 2^53; snapshots have even file numbers.
 */
const OFFSETS = 2 ** 40;

export type Kind = 'snapshot' | 'journal';

export const placeAt = (kind: Kind, generation: number, offset: number): Place =>
  (generation * 2 + (kind === 'journal' ? 1 : 0)) * OFFSETS + offset;

export const generationOf = (place: Place): number => Math.floor(place / OFFSETS / 2);

/** Reads one record. Its length is not known before, so more is read until its line feed is found. */
async function readRecord(handle: FileHandle, offset: number, path: string): Promise<JournalRecord> {
  for (let size = 4096; ; size *= 4) {
    const buffer = Buffer.alloc(size);
    const { bytesRead } = await handle.read(buffer, 0, size, offset);
    const end = buffer.subarray(0, bytesRead).indexOf(0x0a);
    const record = end < 0 ? undefined : recordOf(buffer.subarray(0, end));
    if (record) return record;
    if (end >= 0 || bytesRead < size) throw new JournalFault(`${path} is damaged at byte ${offset}.`);
  }
}

export class JournalFiles {
  readonly #folder: string;
  readonly #readers = new Map<string, Promise<FileHandle>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  path(kind: Kind, generation: number): string {
    return join(this.#folder, `${kind}-${String(generation).padStart(6, '0')}.log`);
  }

  /** Which generations there are, in their order. */
  generations(kind: Kind): number[] {
    const form = new RegExp(`^${kind}-(\\d{6})\\.log$`);
    const numbers = readdirSync(this.#folder).flatMap((name) => form.exec(name)?.[1] ?? []);
    return numbers.map(Number).sort((one, other) => one - other);
  }

  sizeOf(kind: Kind, generation: number): number {
    return statSync(this.path(kind, generation)).size;
  }

  /** Makes created and renamed files survive a crash of the machine. */
  async syncFolder(): Promise<void> {
    const handle = await open(this.#folder, 'r');
    await handle.sync().finally(() => handle.close());
  }

  async read(place: Place): Promise<JournalRecord> {
    const kind = Math.floor(place / OFFSETS) % 2 === 0 ? 'snapshot' : 'journal';
    const path = this.path(kind, generationOf(place));
    const reader = this.#readers.get(path) ?? open(path, 'r');
    this.#readers.set(path, reader);
    return readRecord(await reader, place % OFFSETS, path);
  }

  /** Deletes snapshots that were not finished. */
  async removePartial(): Promise<void> {
    for (const name of readdirSync(this.#folder).filter((name) => name.endsWith('.partial'))) {
      await unlink(join(this.#folder, name));
    }
  }

  /** Deletes all generations before this one. */
  async removeBefore(generation: number): Promise<void> {
    for (const kind of ['journal', 'snapshot'] as const) {
      for (const old of this.generations(kind).filter((number) => number < generation)) {
        const path = this.path(kind, old);
        const reader = this.#readers.get(path);
        this.#readers.delete(path);
        await unlink(path);
        await (await reader)?.close();
      }
    }
  }

  async close(): Promise<void> {
    for (const reader of this.#readers.values()) await (await reader).close();
    this.#readers.clear();
  }
}
