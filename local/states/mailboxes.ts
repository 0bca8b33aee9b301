import type { Soon } from './soon.ts';

type Step = () => Soon<void>;

/** Lets each execution take one step after the other: at once, unless it is at one that takes time. */
export class Mailboxes {
  /** What comes in while an execution is at a step that takes time; the others have no entry. */
  readonly #waiting = new Map<number, Step[]>();

  /** Steps are told of their own faults: they neither throw nor reject. */
  deliver(execution: number, step: Step): void {
    const waiting = this.#waiting.get(execution);
    if (waiting) {
      waiting.push(step);
      return;
    }
    const done = step();
    if (done instanceof Promise) void this.#drain(execution, done);
  }

  async #drain(execution: number, present: Promise<void>): Promise<void> {
    const steps: Step[] = [];
    this.#waiting.set(execution, steps);
    await present;
    for (let step = steps.shift(); step; step = steps.shift()) await step();
    this.#waiting.delete(execution);
  }
}
