import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../seams/clock.ts';
import type { FunctionDefinition, Invocation } from './contract.ts';
import { createInstances } from './instances.ts';
import { ownSurroundings } from './surroundings.ts';
import type { FromWorker, ToWorker, WorkerData } from './worker-messages.ts';

const { logDir } = workerData as WorkerData;

const print = ({ name }: FunctionDefinition, text: string) => appendFileSync(join(logDir, `${name}.log`), text);

const instances = createInstances({
  clock: systemClock,
  surround: (definition) => ownSurroundings(definition, print),
  print,
});

/** Says whose invocation some code belongs to, also where it runs long after it was started. */
const current = new AsyncLocalStorage<{ requestId: string }>();

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

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
  if (message.kind === 'ping') tell({ kind: 'pong' });
});
