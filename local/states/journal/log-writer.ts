import { type FileHandle, open } from 'node:fs/promises';

/**
 * Writes to the end of a file. What is added while something is being written goes out together, with one
 * `fdatasync` for all of it. After a fault nothing more is accepted: what came after a gap could not be read.
 */
export class LogWriter {
  readonly #handle: FileHandle;
  #pending: Buffer[] = [];
  #size: number;
  #safeSize: number;
  #flushing: Promise<void> | undefined;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.#size = size;
    this.#safeSize = size;
  }

  static async open(path: string, size: number): Promise<LogWriter> {
    return new LogWriter(await open(path, 'a'), size);
  }

  get size(): number {
    return this.#size;
  }

  /** How many bytes a crash would lose. */
  get unsafeBytes(): number {
    return this.#size - this.#safeSize;
  }

  /** Gives the offset at which the bytes will lie. */
  add(bytes: Buffer): number {
    const offset = this.#size;
    this.#size += bytes.length;
    this.#pending.push(bytes);
    return offset;
  }

  /** Resolves when everything added so far is safe. */
  async settled(): Promise<void> {
    const size = this.#size;
    while (this.#safeSize < size) {
      this.#flushing ??= this.#flush();
      await this.#flushing;
    }
  }

  async close(): Promise<void> {
    await this.settled().finally(() => this.#handle.close());
  }

  /** After a fault the rejected promise stays, and with it the fault for everyone who asks later. */
  async #flush(): Promise<void> {
    const batch = Buffer.concat(this.#pending);
    this.#pending = [];
    await this.#handle.appendFile(batch);
    await this.#handle.datasync();
    this.#safeSize += batch.length;
    this.#flushing = undefined;
  }
}
