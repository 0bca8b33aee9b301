import type { Timer } from '../../seams/clock.ts';
import { fraction } from '../../seams/random.ts';
import type { HostContext } from '../module.ts';
import { type Delivery, deliver, type Outcome } from './deliver.ts';

export interface DeliveryQueue {
  /** Once this has returned, the deliveries survive the process, and once the store is settled the machine. */
  accept(deliveries: Delivery[]): void;
  /** Begins to deliver: first what the last run of the host left. */
  start(): void;
  close(): void;
}

const SPACE = 'events/deliveries';
/** So many targets are at work at a time; a backlog from the last run does not start all functions at once. */
const AT_A_TIME = 16;
/** Lambda asks a function that failed twice more, after one minute and after two ("Asynchronous invocation"). */
const FUNCTION_RETRIES_MS = [60_000, 120_000];
/** EventBridge backs off exponentially, with jitter. With this cap its 185 attempts fill its 24 hours. */
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_MAX_MS = 480_000;

/**
 * Delivers events at least once: what was accepted is in the store until its target took it, over restarts too.
 * What a target will not take is told to the log, without its content.
 */
export function deliveryQueue(context: HostContext): DeliveryQueue {
  const { store, clock, random, log } = context;
  const ready: Delivery[] = [];
  const timers = new Set<Timer>();
  let atWork = 0;
  let state: 'new' | 'started' | 'closed' = 'new';

  const giveUp = ({ id, eventId, ruleName, arn, attempts }: Delivery, reason: string): void => {
    store.discard(SPACE, id);
    log(`events: event ${eventId} of the rule ${ruleName} did not reach ${arn} in ${attempts} attempts: ${reason}`);
  };

  /** When to try again, in milliseconds from now; none where it is enough. */
  const retryInMs = (delivery: Delivery, outcome: Outcome): number | undefined => {
    const { attempts, functionErrors, attemptsMax, ageMaxMs, acceptedAt } = delivery;
    const backoffMs = Math.min(BACKOFF_FIRST_MS * 2 ** (attempts - 1), BACKOFF_MAX_MS) * (0.5 + fraction(random) / 2);
    if (outcome.is === 'functionFailed') return FUNCTION_RETRIES_MS[functionErrors - 1];
    const over = attempts > attemptsMax || clock.now() + backoffMs - acceptedAt > ageMaxMs;
    return outcome.is === 'refused' || over ? undefined : backoffMs;
  };

  const settle = (tried: Delivery, outcome: Outcome): void => {
    if (outcome.is === 'taken') {
      store.discard(SPACE, tried.id);
      return;
    }
    const functionErrors = tried.functionErrors + (outcome.is === 'functionFailed' ? 1 : 0);
    const delivery = { ...tried, functionErrors, attempts: tried.attempts + 1 };
    const delayMs = retryInMs(delivery, outcome);
    if (delayMs === undefined) {
      giveUp(delivery, outcome.reason);
      return;
    }
    const again = { ...delivery, dueAt: clock.now() + delayMs };
    store.stage(SPACE, again.id, again);
    schedule(again);
  };

  const work = async (delivery: Delivery): Promise<void> => {
    const outcome = await deliver(context, delivery);
    if (state === 'closed') return;
    atWork -= 1;
    settle(delivery, outcome);
    proceed();
  };

  const proceed = (): void => {
    while (state === 'started' && atWork < AT_A_TIME) {
      const next = ready.shift();
      if (!next) return;
      atWork += 1;
      void work(next);
    }
  };

  const schedule = (delivery: Delivery): void => {
    const timer = clock.after(delivery.dueAt - clock.now(), () => {
      timers.delete(timer);
      ready.push(delivery);
      proceed();
    });
    timers.add(timer);
  };

  return {
    accept: (deliveries) => {
      for (const delivery of deliveries) store.stage(SPACE, delivery.id, delivery);
      if (state === 'started') deliveries.forEach(schedule);
    },
    start: () => {
      state = 'started';
      const left = store.list<Delivery>(SPACE).map(({ value }) => value);
      left.sort((a, b) => a.acceptedAt - b.acceptedAt).forEach(schedule);
    },
    close: () => {
      state = 'closed';
      for (const timer of timers) timer.cancel();
    },
  };
}
