import { AsyncLocalStorage } from 'node:async_hooks';
import * as fc from 'fast-check';
import type { ItemStore, Versioned } from '../../functions/shared/table.ts';

/** What becomes of a write: it works, never gets there, works and its answer is lost, or is sent twice. */
type Fate = 'works' | 'failsBefore' | 'failsAfter' | 'isSentTwice';

/** When the one that runs must wait for all others, and what becomes of each write. */
export interface Chances {
  yields: Iterator<boolean>;
  fates: Iterator<Fate>;
}

/** Chances of which one in `often` comes true, on average. */
function oneIn<Value>(often: number, rare: fc.Arbitrary<Value>, usual: Value): fc.Arbitrary<fc.Stream<Value>> {
  return fc.infiniteStream(
    fc.oneof({ weight: often - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: rare }),
  );
}

/** Chances of which about one write in `faultyOneIn` goes wrong. */
export function chances(faultyOneIn: number): fc.Arbitrary<Chances> {
  const faults = fc.constantFrom<Fate>('failsBefore', 'failsAfter', 'isSentTwice');
  return fc.record({
    yields: oneIn<boolean>(6, fc.constant(true), false),
    fates: oneIn<Fate>(faultyOneIn, faults, 'works'),
  });
}

/** The network failed the call: what it was to change may have changed or not. */
class Injected extends Error {
  override readonly name = 'Injected';
}

/**
 * Lets one call through at a time. One actor runs until chance makes it wait for all others: long runs with few
 * changes find more races than an even mix (S. Burckhardt et al., "A Randomized Scheduler with Probabilistic
 * Guarantees of Finding Bugs", 2010).
 */
export class Interleaving {
  readonly #chances: Chances;
  readonly #onSaved: (item: Versioned) => void;
  readonly #actor = new AsyncLocalStorage<number>();
  #waiting: { actor: number; go: () => Promise<void> }[] = [];
  /** The actors, most urgent first. */
  #order: number[] = [];
  /** While nothing runs, calls go straight through, and all of them work. */
  #isRunning = false;

  constructor(chosen: Chances, onSaved: (item: Versioned) => void = () => {}) {
    this.#chances = chosen;
    this.#onSaved = onSaved;
  }

  reach = (items: ItemStore): ItemStore => ({
    read: (pk) => this.turn(() => items.read(pk)),
    save: (item) => (this.#isRunning ? this.turn(() => this.#save(items, item)) : items.save(item)),
  });

  /** Makes a call when its actor's turn has come. */
  turn = <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (!this.#isRunning) return work();
    const actor = this.#actor.getStore() ?? 0;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ actor, go: () => work().then(resolve, reject) });
    });
  };

  /** Runs the actors to their end, whether they succeed or fail. */
  async run(actors: (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
    this.#isRunning = true;
    this.#order = [...actors.keys()];
    let results: PromiseSettledResult<unknown>[] | undefined;
    const started = actors.map((actor, number) => this.#actor.run(number, actor));
    const all = Promise.allSettled(started).then((settled) => {
      results = settled;
    });
    while (!results) {
      // Nothing is in flight here, so all that can run does so before the event loop comes round.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#takeNext()?.go();
    }
    await all;
    this.#isRunning = false;
    return results;
  }

  #takeNext() {
    const next = this.#order.find((actor) => this.#waiting.some((call) => call.actor === actor));
    const index = this.#waiting.findIndex((call) => call.actor === next);
    if (next !== undefined && this.#chances.yields.next().value)
      this.#order = [...this.#order.filter((actor) => actor !== next), next];
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #save(items: ItemStore, item: Versioned): Promise<boolean> {
    const fate = this.#chances.fates.next().value;
    if (fate === 'failsBefore') throw new Injected();
    if (fate === 'isSentTwice') await items.save(item);
    const isSaved = await items.save(item);
    if (isSaved) this.#onSaved(item);
    if (fate === 'failsAfter') throw new Injected();
    return isSaved;
  }
}

/** Repeats what the network failed, as a workflow's Retry does. */
export async function retried<Answer>(work: () => Promise<Answer>, retries = 5): Promise<Answer> {
  for (let left = retries; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Injected) || left === 0) throw error;
    }
  }
}
