import type { Clock, Timer } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import type { Store } from '../store.ts';
import { ServiceError } from '../wire/contract.ts';
import type { FunctionDefinition } from './contract.ts';
import type { Invoker } from './invoker.ts';

export interface EventQueueOptions {
  store: Store;
  clock: Clock;
  random: Random;
  invoke: Invoker;
  find: (name: string) => FunctionDefinition | undefined;
  log: (line: string) => void;
}

interface QueuedEvent {
  functionName: string;
  event: string;
  /** Attempts that the function itself has failed. */
  failures: number;
  dueAtMs: number;
}

/** Events of asynchronous invocations: what has been accepted is run, also after a crash, and maybe twice. */
export interface EventQueue {
  /** Resolves once the event is on disk. The id is the request id of all its attempts. */
  accept(functionName: string, event: string): Promise<string>;
  /** Takes up what the last run of the host has left. */
  start(): void;
  /** Keeps what is queued for the next run. */
  close(): void;
}

/** One minute before the second attempt and two before the third, which is the last (AWS, "Asynchronous invocation"). */
const RETRY_DELAYS_MS = [60_000, 120_000];

/** After a failure that is not the function's own; these are not counted. */
const SERVICE_RETRY_MS = 1_000;

const SPACE = 'lambda-events';

export function createEventQueue({ store, clock, random, invoke, find, log }: EventQueueOptions): EventQueue {
  const timers = new Map<string, Timer>();
  let closed = false;

  const forget = (id: string) => {
    if (!closed) store.discard(SPACE, id);
  };

  const schedule = (id: string, queued: QueuedEvent) => {
    const timer = clock.after(queued.dueAtMs - clock.now(), () => {
      timers.delete(id);
      void attempt(id, queued);
    });
    timers.set(id, timer);
  };

  const again = (id: string, queued: QueuedEvent) => {
    if (closed) return;
    store.stage(SPACE, id, queued);
    schedule(id, queued);
  };

  const afterFailure = (id: string, queued: QueuedEvent, reason: string) => {
    const delayMs = RETRY_DELAYS_MS[queued.failures];
    if (delayMs !== undefined) {
      again(id, { ...queued, failures: queued.failures + 1, dueAtMs: clock.now() + delayMs });
      return;
    }
    log(`${queued.functionName} failed an event for the last time (request ${id}): ${reason}`);
    forget(id);
  };

  const attempt = async (id: string, queued: QueuedEvent): Promise<void> => {
    const definition = find(queued.functionName);
    if (!definition) {
      log(`An event for ${queued.functionName} is dropped: the template has no such function any more.`);
      forget(id);
      return;
    }
    try {
      const { outcome } = await invoke(definition, queued.event, id);
      if ('payload' in outcome) forget(id);
      else afterFailure(id, queued, `${outcome.fault.errorType}: ${outcome.fault.errorMessage}`);
    } catch (fault) {
      if (!(fault instanceof ServiceError)) log(`The event ${id} could not be run: ${String(fault)}`);
      again(id, { ...queued, dueAtMs: clock.now() + SERVICE_RETRY_MS });
    }
  };

  return {
    accept: async (functionName, event) => {
      const id = uuid(random);
      again(id, { functionName, event, failures: 0, dueAtMs: clock.now() });
      await store.settled();
      return id;
    },
    start: () => {
      for (const { key, value } of store.list<QueuedEvent>(SPACE)) schedule(key, value);
    },
    close: () => {
      closed = true;
      for (const timer of timers.values()) timer.cancel();
    },
  };
}
