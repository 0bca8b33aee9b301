import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../seams/clock.ts';
import type { WireRequest, WireResponse } from '../wire/contract.ts';
import type { Surroundings } from './bundle.ts';
import type { FunctionDefinition, Invocation } from './contract.ts';
import { hostHttp } from './host-http.ts';
import { createInstances } from './instances.ts';
import { ownSurroundings, replaceModules } from './surroundings.ts';
import { type FromWorker, type ToWorker, type WorkerData, withBuffer } from './worker-messages.ts';

const { logDir } = workerData as WorkerData;

const print = ({ name }: FunctionDefinition, text: string) => appendFileSync(join(logDir, `${name}.log`), text);

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

const unanswered = new Map<number, (response: WireResponse) => void>();
let calls = 0;

/** Has the host's own thread answer a call of one of its services. */
function callHost(request: WireRequest): Promise<WireResponse> {
  const { promise, resolve } = Promise.withResolvers<WireResponse>();
  unanswered.set(++calls, resolve);
  tell({ kind: 'call', call: calls, request });
  return promise;
}

function hear(call: number, response: WireResponse): void {
  unanswered.get(call)?.(withBuffer(response));
  unanswered.delete(call);
}

function surround(definition: FunctionDefinition): Surroundings {
  const own = ownSurroundings(definition, print);
  const endpoint = definition.env['AWS_ENDPOINT_URL'];
  if (endpoint === undefined) return own;
  return { ...own, require: replaceModules(own.require, { http: hostHttp(endpoint, callHost) }) };
}

const instances = createInstances({ clock: systemClock, surround, print });

/** Says whose invocation some code belongs to, also where it runs long after it was started. */
const current = new AsyncLocalStorage<{ requestId: string }>();

async function run(definition: FunctionDefinition, invocation: Invocation): Promise<void> {
  const { requestId } = invocation;
  const outcome = await current.run({ requestId }, () => instances.run(definition, invocation));
  tell({ kind: 'done', requestId, outcome });
}

/**
 * An error that nobody awaited ends the sandbox on AWS, and with it the invocation. Here other functions live in
 * the same thread: only the invocation ends.
 */
function failCurrent(thrown: unknown): void {
  const invocation = current.getStore();
  if (invocation) instances.fail(invocation.requestId, thrown);
}

process.on('unhandledRejection', failCurrent);
process.on('uncaughtException', failCurrent);

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'run') void run(message.definition, message.invocation);
  if (message.kind === 'abandon') instances.abandon(message.requestId);
  if (message.kind === 'answer') hear(message.call, message.response);
  if (message.kind === 'ping') tell({ kind: 'pong' });
});
