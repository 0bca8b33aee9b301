import { type Clock, sleep } from '../../../seams/clock.ts';
import { DiskFull, type Journal } from './journal.ts';

/** Sees to it that what was appended becomes safe, however long the disk has no room for it. */
export class Safekeeping {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  /** There while the disk is full; resolves when it no longer is. */
  #room: Promise<void> | undefined;
  #isClosed = false;

  constructor({ journal, clock, log }: { journal: Journal; clock: Clock; log: (line: string) => void }) {
    this.#journal = journal;
    this.#clock = clock;
    this.#log = log;
  }

  get isFull(): boolean {
    return this.#room !== undefined;
  }

  /** Calls back when everything appended is safe. Rejects at once where the disk is full, but calls back later then. */
  async written(andThen: () => void = () => {}): Promise<void> {
    try {
      await this.#journal.settled();
    } catch (fault) {
      if (fault instanceof DiskFull) void this.#whenThereIsRoom(fault).then(andThen);
      throw fault;
    }
    andThen();
  }

  close(): void {
    this.#isClosed = true;
  }

  #whenThereIsRoom(fault: DiskFull): Promise<void> {
    this.#room ??= this.#askAgain(fault);
    return this.#room;
  }

  /** Asks every second, for all who wait. */
  async #askAgain(fault: DiskFull): Promise<void> {
    this.#log(`states: ${fault.message}`);
    do await sleep(this.#clock, 1_000);
    while (!this.#isClosed && !(await this.#isSafe()));
    this.#room = undefined;
    if (!this.#isClosed) this.#log('states: the disk has room again, and executions go on');
  }

  #isSafe(): Promise<boolean> {
    return this.#journal.settled().then(
      () => true,
      () => false,
    );
  }
}
