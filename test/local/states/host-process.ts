import { join } from 'node:path';
import { FileJournal } from '../../../local/states/journal/file-journal.ts';
import { statesModule } from '../../../local/states/module.ts';
import { openStore } from '../../../local/store.ts';
import type { WireResponse } from '../../../local/wire/contract.ts';
import { systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';

/**
 * Step Functions in a process that may be killed at any moment. Its parent calls the API and plays the functions,
 * both by messages: `{ask, operation, input}` is answered `{ask, answer}`; `{call, event}` wants `{call, output}`,
 * and so does `{call, name, status}`, by which an execution's status is told.
 */
const calls = new Map<number, (output: unknown) => void>();
const tell = (message: object) => process.send?.(message);
const dataDir = process.argv[2] ?? '';
const log = (line: string) => tell({ log: line });
let lastCall = 0;

function callParent(message: object): Promise<unknown> {
  const call = ++lastCall;
  return new Promise((resolve) => {
    calls.set(call, resolve);
    tell({ call, ...message });
  });
}

const module = statesModule(
  {
    ...{ clock: systemClock, random: systemRandom, region: 'eu-west-1', account: '000000000000' },
    ...{ dataDir, store: openStore(':memory:'), log },
    call: async (_, request): Promise<WireResponse> => {
      const output = await callParent({ event: JSON.parse(request.body.toString()) });
      return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(output ?? null)) };
    },
    admit: () => undefined,
    invoke: async () => null,
  },
  {
    onStatusChange: async ({ name, status }) => {
      await callParent({ name, status });
    },
    readAsset: async () => '',
    // Small, so that snapshots are taken and killed too.
    journal: new FileJournal(join(dataDir, 'states'), log, 200_000),
  },
);

interface Message {
  ask?: number;
  operation?: string;
  input?: unknown;
  call?: number;
  output?: unknown;
}

process.on('message', async ({ ask, operation, input, call, output }: Message) => {
  if (call !== undefined) {
    calls.get(call)?.(output);
    calls.delete(call);
    return;
  }
  const headers = { 'x-amz-target': `AWSStepFunctions.${operation}` };
  const body = Buffer.from(JSON.stringify(input));
  const request = { method: 'POST', path: '/', query: '', headers, body };
  const response = await module.services['states']?.(request, { kind: 'operator', name: 'test' });
  tell({ ask, answer: JSON.parse(response?.body.toString() ?? 'null') });
});

await module.start?.();
tell({ ready: true });
