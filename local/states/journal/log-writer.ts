import { open } from 'node:fs/promises';
import { types } from 'node:util';
import type { Soon } from '../soon.ts';
import { DiskFull } from './journal.ts';

/** What is needed of a file's handle. */
export interface LogFile {
  appendFile(bytes: Buffer): Promise<void>;
  datasync(): Promise<void>;
  truncate(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** What an operating system says where there is no room: on the disk, or in the user's share of it. */
const FULL = ['ENOSPC', 'EDQUOT'];

/**
 * Writes to the end of a file. What is added while something is being written goes out together, with one
 * `fdatasync` for all of it. Where the disk is full, what could not be written is kept, and tried again when next
 * asked for. After any other fault nothing more is accepted: what came after a gap could not be read.
 */
export class LogWriter {
  readonly #path: string;
  readonly #file: LogFile;
  #pending: string[] = [];
  #size: number;
  #safeSize: number;
  #flushing: Promise<void> | undefined;
  /** Whether the present flush still takes in what is added. */
  #isGathering = false;
  /** The flush after the present one, where somebody waits for it. */
  #next: Promise<void> | undefined;

  constructor(path: string, file: LogFile, size: number) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
    this.#safeSize = size;
  }

  static async open(path: string, size: number): Promise<LogWriter> {
    return new LogWriter(path, await open(path, size === 0 ? 'w' : 'a'), size);
  }

  get size(): number {
    return this.#size;
  }

  /** How many bytes a crash would lose. */
  get unsafeBytes(): number {
    return this.#size - this.#safeSize;
  }

  /** Gives the offset at which the text will lie. */
  add(text: string): number {
    const offset = this.#size;
    this.#size += Buffer.byteLength(text);
    this.#pending.push(text);
    return offset;
  }

  /** Resolves when everything added so far is safe. Rejects with `DiskFull` where there is no room for it now. */
  settled(): Soon<void> {
    if (this.#safeSize === this.#size) return;
    this.#flushing ??= this.#flush();
    if (this.#isGathering || this.#pending.length === 0) return this.#flushing;
    this.#next ??= this.#flushing
      .finally(() => {
        this.#next = undefined;
      })
      .then(() => this.settled());
    return this.#next;
  }

  async close(): Promise<void> {
    try {
      await this.settled();
    } finally {
      await this.#file.close();
    }
  }

  /** After a fault for good the rejected promise stays, and with it the fault for everyone who asks later. */
  async #flush(): Promise<void> {
    // What else is added in this turn of the event loop goes out with it: half as many flushes, a fifth more speed.
    this.#isGathering = true;
    await new Promise((resolve) => setImmediate(resolve));
    this.#isGathering = false;
    const text = this.#pending.join('');
    const batch = Buffer.from(text);
    this.#pending = [];
    try {
      await this.#file.appendFile(batch);
      await this.#file.datasync();
    } catch (fault) {
      throw await this.#afterFault(fault, text);
    }
    this.#safeSize += batch.length;
    this.#flushing = undefined;
  }

  /** Takes back what was half written for want of room, so that it can be written whole. */
  async #afterFault(fault: unknown, text: string): Promise<unknown> {
    const code = types.isNativeError(fault) && 'code' in fault ? String(fault.code) : '';
    if (!FULL.includes(code)) return fault;
    await this.#file.truncate(this.#safeSize);
    this.#pending.unshift(text);
    this.#flushing = undefined;
    return new DiskFull(this.#path, fault);
  }
}
