import { type EventsModule, eventsModule } from '../../../local/events/module.ts';
import type { HostContext } from '../../../local/module.ts';
import { openStore, type Store } from '../../../local/store.ts';
import type { Caller, WireRequest, WireResponse } from '../../../local/wire/contract.ts';
import { hostContext } from '../serve.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

export interface Call {
  service: string;
  request: WireRequest;
  caller: Caller;
  answer(status: number, body?: string, headers?: Record<string, string>): void;
}

/** Stands where the functions and state machines are: holds each call until the test answers it. */
function targets() {
  const calls: Call[] = [];
  const waiting: Array<(call: Call) => void> = [];
  const call: HostContext['call'] = (service, request, caller) => {
    const { promise, resolve } = Promise.withResolvers<WireResponse>();
    const answer: Call['answer'] = (status, body = '', headers = {}) =>
      resolve({ status, headers, body: Buffer.from(body) });
    const made = { service, request, caller, answer };
    const listener = waiting.shift();
    if (listener) listener(made);
    else calls.push(made);
    return promise;
  };
  const next = async (): Promise<Call> => calls.shift() ?? new Promise((resolve) => waiting.push(resolve));
  return { call, next, calls };
}

export const FUNCTION = 'arn:aws:lambda:eu-west-1:000000000000:function:follow-storage';
export const MACHINE = 'arn:aws:states:eu-west-1:000000000000:stateMachine:undo';

/** An event bus whose time, targets and log the test holds in its hands. */
export interface Bench {
  clock: VirtualClock;
  store: Store;
  logged: string[];
  target: ReturnType<typeof targets>;
  events: EventsModule;
  /** The host dies and comes back with what it had stored; calls under way are lost. */
  restart(): void;
}

export function makeBench(): Bench {
  const clock = virtualClock(Date.UTC(2026, 3, 1));
  const store = openStore(':memory:');
  const logged: string[] = [];
  const open = () => {
    const target = targets();
    const log = (line: string) => void logged.push(line);
    return { target, events: eventsModule(hostContext({ clock, store, call: target.call, log })) };
  };
  const bench: Bench = { clock, store, logged, ...open(), restart: () => void Object.assign(bench, open()) };
  return bench;
}

export const docked = { source: 'freewheel.storage', detailType: 'BikeDocked', detail: { bikeId: 'bike-7' } };
export const toFunction = { EventPattern: { source: ['freewheel.storage'] }, Targets: [{ Id: 'f', Arn: FUNCTION }] };
export const bodyOf = (call: Call): unknown => JSON.parse(call.request.body.toString());

/** Lets what follows from an answer happen: it needs a few turns of the event loop, and no time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}
