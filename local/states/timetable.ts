import type { Clock, Timer } from '../../seams/clock.ts';

interface Entry {
  dueAt: number;
  /** Among entries of one instant, the earlier made is the earlier called. */
  order: number;
  key: number;
}

/** So many stale entries are not worth the work of throwing them out. */
const STALE_MIN = 1_000;

const isBefore = (one: Entry, other: Entry) => one.dueAt - other.dueAt || one.order - other.order;

/**
 * When each execution next has something to do, with one timer of the clock for all of them: a hundred thousand
 * waiting executions cost a hundred thousand small entries in a binary heap.
 */
export class Timetable {
  readonly #clock: Clock;
  readonly #call: (key: number) => void;
  #heap: Entry[] = [];
  readonly #dueAt = new Map<number, number>();
  #order = 0;
  #timer: Timer | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, call: (key: number) => void) {
    this.#clock = clock;
    this.#call = call;
  }

  /** Calls back for `key` at that time, and no longer at the one before. Infinity is never. */
  set(key: number, dueAt: number): void {
    if (this.#dueAt.get(key) === dueAt) return;
    this.#dueAt.delete(key);
    if (dueAt === Number.POSITIVE_INFINITY) return;
    this.#dueAt.set(key, dueAt);
    this.#push({ dueAt, order: this.#order++, key });
    if (this.#heap.length > 2 * this.#dueAt.size + STALE_MIN) this.#compact();
    this.#arm();
  }

  close(): void {
    this.#timer?.cancel();
    this.#dueAt.clear();
    this.#heap = [];
  }

  /** Throws out entries that were put off or given up. A sorted list is a heap. */
  #compact(): void {
    this.#heap = this.#heap.filter(({ key, dueAt }) => this.#dueAt.get(key) === dueAt).sort(isBefore);
  }

  #arm(): void {
    const first = this.#heap[0];
    if (!first || first.dueAt >= this.#timerAt) return;
    this.#timer?.cancel();
    this.#timerAt = first.dueAt;
    this.#timer = this.#clock.after(Math.max(0, first.dueAt - this.#clock.now()), () => this.#fire());
  }

  #fire(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#clock.now();
    for (let first = this.#heap[0]; first && first.dueAt <= now; first = this.#heap[0]) {
      this.#pop();
      if (this.#dueAt.get(first.key) !== first.dueAt) continue;
      this.#dueAt.delete(first.key);
      this.#call(first.key);
    }
    this.#arm();
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parentAt = (at - 1) >> 1;
      const parent = heap[parentAt];
      if (!parent || isBefore(parent, entry) <= 0) break;
      heap[at] = parent;
      at = parentAt;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const child = right && left && isBefore(right, left) < 0 ? right : left;
      if (!child || isBefore(last, child) <= 0) break;
      heap[at] = child;
      at = child === right ? 2 * at + 2 : 2 * at + 1;
    }
    heap[at] = last;
  }
}
