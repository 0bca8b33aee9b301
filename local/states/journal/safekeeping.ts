import { type Clock, sleep } from '../../../seams/clock.ts';
import { onceKnown, rescued } from '../soon.ts';
import { DiskFull, type Journal } from './journal.ts';

/** Told once what was appended is safe; with a fault where it is not, or not yet for want of room. */
export type WhenSafe = (fault?: unknown) => void;

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

  /**
   * Does something once everything appended by now is safe, and then tells of it. Where the disk is full that is told
   * at once; what was to be done is done when there is room.
   */
  written(andThen: () => void, told: WhenSafe): void {
    void rescued(
      () => onceKnown(this.#journal.settled(), () => doAndTell(andThen, told)),
      (fault) => {
        if (fault instanceof DiskFull) void this.#whenThereIsRoom(fault).then(() => doAndTell(andThen, told));
        told(fault);
      },
    );
  }

  /** Resolves once everything appended by now is safe; rejects where the disk is full. */
  settled(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.written(
        () => {},
        (fault) => (fault ? reject(fault) : resolve()),
      );
    });
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

  async #isSafe(): Promise<boolean> {
    try {
      await this.#journal.settled();
      return true;
    } catch {
      return false;
    }
  }
}

function doAndTell(andThen: () => void, told: WhenSafe): void {
  try {
    andThen();
  } catch (fault) {
    told(fault);
    return;
  }
  told();
}
