import type { Clock, Timer } from '../../../seams/clock.ts';

interface Alarm {
  at: number;
  order: number;
  callback: () => void;
}

/** Lets everything that waits for nothing but promises come to rest. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is told to go on; an hour's wait then takes no time. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #alarms: Alarm[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): Timer {
    const alarm = { at: this.#now + Math.max(0, delayMs), order: this.#order++, callback };
    this.#alarms.push(alarm);
    return {
      cancel: () => {
        this.#alarms = this.#alarms.filter((other) => other !== alarm);
      },
    };
  }

  /** Goes on for that long, stopping at each alarm on the way until all that follows from it has happened. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await rest();
    for (let next = this.#next(); next && next.at <= end; next = this.#next()) {
      this.#ring(next);
      await rest();
    }
    this.#now = end;
  }

  /** Goes on from alarm to alarm until the condition holds; false where it never does. */
  async until(condition: () => boolean): Promise<boolean> {
    await rest();
    for (let next = this.#next(); next && !condition(); next = this.#next()) {
      this.#ring(next);
      await rest();
    }
    return condition();
  }

  #next(): Alarm | undefined {
    return this.#alarms.toSorted((one, other) => one.at - other.at || one.order - other.order)[0];
  }

  #ring(alarm: Alarm): void {
    this.#alarms = this.#alarms.filter((other) => other !== alarm);
    this.#now = Math.max(this.#now, alarm.at);
    alarm.callback();
  }
}
