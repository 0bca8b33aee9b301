import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock, Timer } from '../../seams/clock.ts';

interface Entry {
  dueMs: number;
  /** Of two that fall due at once, the one that was set first comes first. */
  order: number;
  callback: (() => void) | undefined;
}

const isBefore = (a: Entry, b: Entry): boolean => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

/**
 * A clock that stands still until it is stepped from one timer to the next. A timer belongs to whoever set it: what its
 * callback does is done in their asynchronous context.
 */
export class VirtualTime implements Clock {
  #nowMs: number;
  #order = 0;
  /** A binary heap: the next to fall due stands first. */
  readonly #heap: Entry[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const entry: Entry = {
      dueMs: this.#nowMs + Math.max(0, delayMs),
      order: ++this.#order,
      callback: AsyncLocalStorage.bind(callback),
    };
    this.#push(entry);
    return {
      cancel: () => {
        entry.callback = undefined;
      },
    };
  }

  /** When the next timer falls due; undefined where none is set. */
  nextDueMs(): number | undefined {
    while (this.#heap[0] && !this.#heap[0].callback) this.#pop();
    return this.#heap[0]?.dueMs;
  }

  /** Moves on to the next timer, and calls it back. */
  step(): void {
    if (this.nextDueMs() === undefined) return;
    const entry = this.#pop();
    this.#nowMs = Math.max(this.#nowMs, entry?.dueMs ?? 0);
    entry?.callback?.();
  }

  /** Moves on to a moment before which no timer falls due. */
  moveTo(ms: number): void {
    this.#nowMs = Math.max(this.#nowMs, ms);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    heap.push(entry);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapUnlessOrdered(parent, at)) return;
      at = parent;
    }
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = right < heap.length && isBefore(this.#at(right), this.#at(left)) ? right : left;
      if (child >= heap.length || !this.#swapUnlessOrdered(at, child)) return first;
      at = child;
    }
  }

  #at(index: number): Entry {
    return this.#heap[index] as Entry;
  }

  #swapUnlessOrdered(parent: number, child: number): boolean {
    const [above, below] = [this.#at(parent), this.#at(child)];
    if (isBefore(above, below)) return false;
    [this.#heap[parent], this.#heap[child]] = [below, above];
    return true;
  }
}
