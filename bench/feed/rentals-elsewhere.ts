import { Worker } from 'node:worker_threads';
import { withBuffer } from '../../local/lambda/worker-messages.ts';
import type { Caller, WireRequest, WireResponse } from '../../local/wire/contract.ts';
import type { Called } from './as-function.ts';
import type { Load } from './pace.ts';
import type { Started } from './rentals.ts';

export interface RentalsData {
  region: string;
  /** The number of its first rental. */
  first: number;
  perSecond: number;
}

export type ToRentals = { kind: 'answer'; call: number; response: WireResponse } | { kind: 'stop' };

export type FromRentals =
  | { kind: 'call'; call: number; service: string; request: WireRequest; caller: Caller }
  | { kind: 'over'; load: Load<Started> };

/** As many as there are processors, of which the tables and the feed take the rest. */
const THREADS = 2;
/** Far enough apart that two threads do not meet at one kiosk. */
const RENTALS_APART = 1_000;

type Rentals = { stop: () => Promise<Load<Started>> };

function startThread(host: Called, data: RentalsData): Rentals {
  const { promise: over, resolve, reject } = Promise.withResolvers<Load<Started>>();
  const thread = new Worker(new URL('./rentals-thread.ts', import.meta.url), { workerData: data });
  const tell = (message: ToRentals) => thread.postMessage(message);
  thread.on('error', reject);
  thread.on('message', (message: FromRentals) => {
    if (message.kind === 'over') {
      resolve(message.load);
      return;
    }
    const { call, service, request, caller } = message;
    void host.call(service, withBuffer(request), caller).then((response) => tell({ kind: 'answer', call, response }));
  });
  return {
    stop: () => {
      tell({ kind: 'stop' });
      return over;
    },
  };
}

function together(loads: Load<Started>[]): Load<Started> {
  const failed = new Map<string, number>();
  for (const [name, times] of loads.flatMap((load) => [...load.failed]))
    failed.set(name, (failed.get(name) ?? 0) + times);
  const perSecond = loads.reduce((sum, load) => sum + load.perSecond, 0);
  return { done: loads.flatMap(({ done }) => done), perSecond, failed };
}

/**
 * Starts so many rentals a second, in threads of their own: in a city they are started by other machines than those that
 * keep the tables. `stop` tells what came of them.
 */
export function startRentals(host: Called, perSecond: number): Rentals {
  const threads = Array.from({ length: THREADS }, (_, index) =>
    startThread(host, { region: host.region, first: index * RENTALS_APART, perSecond: perSecond / THREADS }),
  );
  return { stop: async () => together(await Promise.all(threads.map(({ stop }) => stop()))) };
}
