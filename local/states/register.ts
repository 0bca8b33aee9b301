import type { Execution } from './execution.ts';
import type { Place } from './journal/journal.ts';

/** Standard executions that ended are listed for 90 days, as on AWS, and here no more than this many of them. */
const ENDED_MAX = 50_000;
const ENDED_DAYS_MAX = 90;
const DAY_MS = 86_400_000;

type Watcher = (execution: Execution) => void;

/** All executions that the engine knows, with the places of their histories, and who waits for their ends. */
export class Register {
  readonly #byId = new Map<number, Execution>();
  readonly #byArn = new Map<string, Execution>();
  readonly #places = new Map<number, Place[]>();
  readonly #watchers = new Map<number, Watcher[]>();
  #lastId = 0;

  /** A number no execution has had yet. */
  nextId(): number {
    return this.#lastId + 1;
  }

  add(execution: Execution): void {
    this.#lastId = Math.max(this.#lastId, execution.id);
    this.#byId.set(execution.id, execution);
    this.#byArn.set(execution.arn, execution);
  }

  byId(id: number): Execution | undefined {
    return this.#byId.get(id);
  }

  byArn(arn: string): Execution | undefined {
    return this.#byArn.get(arn);
  }

  /** In the order in which they were started. */
  list(): IterableIterator<Execution> {
    return this.#byId.values();
  }

  addPlace(id: number, place: Place): void {
    const places = this.#places.get(id);
    if (places) places.push(place);
    else this.#places.set(id, [place]);
  }

  placesOf(id: number): readonly Place[] {
    return this.#places.get(id) ?? [];
  }

  setPlaces(id: number, places: Place[]): void {
    this.#places.set(id, places);
  }

  /** Calls back once the execution has ended for good; at once if it has. */
  whenEnded(execution: Execution, watcher: Watcher): void {
    if (execution.status !== 'RUNNING') watcher(execution);
    else this.#watchers.set(execution.id, [...(this.#watchers.get(execution.id) ?? []), watcher]);
  }

  /** Says that an execution has ended, once that is safe. */
  ended(execution: Execution): void {
    const watchers = this.#watchers.get(execution.id) ?? [];
    this.#watchers.delete(execution.id);
    if (execution.isExpress) this.#forget(execution);
    for (const watcher of watchers) watcher(execution);
  }

  /** Forgets what ended long ago. */
  prune(now: number): void {
    const ended = [...this.#byId.values()].filter(({ status }) => status !== 'RUNNING');
    const surplus = ended.length - ENDED_MAX;
    ended.forEach((execution, index) => {
      const isOld = (execution.stoppedAt ?? now) < now - ENDED_DAYS_MAX * DAY_MS;
      if (isOld || index < surplus) this.#forget(execution);
    });
  }

  #forget(execution: Execution): void {
    this.#byId.delete(execution.id);
    if (this.#byArn.get(execution.arn) === execution) this.#byArn.delete(execution.arn);
    this.#places.delete(execution.id);
  }
}
