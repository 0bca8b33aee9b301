import type { Clock, Timer } from '../seams/clock.ts';
import type { MqttClient } from '../seams/mqtt.ts';
import type { Driver } from './hardware/driver.ts';

/** Counts cryptography while it is under way, and gives its result. */
export type Compute = <Result>(work: Promise<Result>) => Promise<Result>;

/**
 * The time between a program's start and its end. What was under way at the end never comes back to it: the timers
 * are cancelled, and answers to what it asked fall silent, as they do when its power is cut.
 */
export interface Lifetime {
  /** The clock as the program sees it. */
  clock: Clock;
  during<Result>(promise: Promise<Result>): Promise<Result>;
  /** Marks work that other threads do, which takes real time and none on the clock. */
  compute: Compute;
  /** Whether such work is under way. */
  computing(): boolean;
  over(): boolean;
  end(): void;
}

const nothing = () => {};

export function lifetime(clock: Clock): Lifetime {
  const timers = new Set<Timer>();
  let over = false;
  let computations = 0;
  return {
    clock: {
      now: () => clock.now(),
      after: (delayMs, callback) => {
        if (over) return { cancel: () => undefined };
        const timer = clock.after(delayMs, () => {
          timers.delete(handle);
          callback();
        });
        const handle: Timer = {
          cancel: () => {
            timers.delete(handle);
            timer.cancel();
          },
        };
        timers.add(handle);
        return handle;
      },
    },
    during: (promise) =>
      new Promise((resolve, reject) => {
        promise.then(
          (result) => !over && resolve(result),
          (error) => !over && reject(error),
        );
      }),
    compute: async (work) => {
      computations += 1;
      // The result comes by the clock, in the order of the beginnings: which of two threads is faster decides nothing.
      const turn = new Promise<void>((resolve) => void clock.after(0, resolve));
      await work
        .then(nothing, nothing)
        .finally(() => {
          computations -= 1;
        })
        .then(() => turn);
      return work;
    },
    computing: () => computations > 0,
    over: () => over,
    end: () => {
      over = true;
      for (const timer of [...timers]) timer.cancel();
    },
  };
}

/** The driver as a program sees it that may end in the middle of a motion. `moved` is called after each motion. */
export function livingDriver(driver: Driver, life: Lifetime, moved: () => void): Driver {
  const motion = (promise: Promise<void>) => life.during(promise).finally(moved);
  return {
    read: () => driver.read(),
    fetch: (bay) => motion(driver.fetch(bay)),
    stow: (bay) => motion(driver.stow(bay)),
    openDoor: () => motion(driver.openDoor()),
    closeDoor: () => motion(driver.closeDoor()),
    photograph: () => life.during(driver.photograph()),
    listen: (listener) => driver.listen((event) => life.over() || listener(event)),
  };
}

/** The connection as a program sees it that may end before an acknowledgement comes. */
export function livingClient(client: MqttClient, life: Lifetime): MqttClient {
  return {
    publish: (topic, payload, options) => life.during(client.publish(topic, payload, options)),
    subscribe: (filters) => life.during(client.subscribe(filters)),
    close: () => client.close(),
  };
}
