import { parentPort, workerData } from 'node:worker_threads';
import { withBuffer } from '../../local/lambda/worker-messages.ts';
import type { WireResponse } from '../../local/wire/contract.ts';
import type { Called } from './as-function.ts';
import { atPace } from './pace.ts';
import { rentals } from './rentals.ts';
import type { FromRentals, RentalsData, ToRentals } from './rentals-elsewhere.ts';

const { region, first, perSecond } = workerData as RentalsData;
const tell = (message: FromRentals) => parentPort?.postMessage(message);
const stopped = Promise.withResolvers<void>();
const unanswered = new Map<number, (response: WireResponse) => void>();
let calls = 0;

parentPort?.on('message', (message: ToRentals) => {
  if (message.kind === 'stop') {
    stopped.resolve();
    return;
  }
  unanswered.get(message.call)?.(withBuffer(message.response));
  unanswered.delete(message.call);
});

const call: Called['call'] = (service, request, caller) => {
  const { promise, resolve } = Promise.withResolvers<WireResponse>();
  unanswered.set(++calls, resolve);
  tell({ kind: 'call', call: calls, service, request, caller });
  return promise;
};

const start = await rentals({ region, call }, first);
tell({ kind: 'over', load: await atPace(perSecond, start, () => stopped.promise) });
parentPort?.close();
