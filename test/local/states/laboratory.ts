import type { StatusChange } from '../../../local/states/api/status-change.ts';
import { VirtualClock } from '../../../local/states/conformance/virtual-clock.ts';
import type { Journal } from '../../../local/states/journal/journal.ts';
import { memoryJournal } from '../../../local/states/journal/memory-journal.ts';
import type { Json, JsonObject } from '../../../local/states/json.ts';
import { statesModule } from '../../../local/states/module.ts';
import { openStore } from '../../../local/store.ts';
import type { WireRequest, WireResponse } from '../../../local/wire/contract.ts';
import { systemRandom } from '../../../seams/random.ts';

export const START = Date.UTC(2026, 4, 1);
const ARN = 'arn:aws:states:eu-west-1:000000000000';
export const ROLE = 'arn:aws:iam::000000000000:role/rental';

/** What a function does with its event: returns, or throws an error whose name Lambda reports. */
export type Handler = (event: Json) => Json | Promise<Json>;

export interface Asked {
  service: string;
  request: WireRequest;
  caller: { kind: string; name: string; roleArn?: string };
}

export function named(name: string, message = 'for the test'): Error {
  return Object.assign(new Error(message), { name });
}

async function invoked(handler: Handler | undefined, event: Json): Promise<WireResponse> {
  if (!handler) {
    const body = Buffer.from(JSON.stringify({ Type: 'User', message: 'Function not found' }));
    return { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body };
  }
  try {
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify((await handler(event)) ?? null)) };
  } catch (fault) {
    const { name, message } = fault as Error;
    const body = Buffer.from(JSON.stringify({ errorType: name, errorMessage: message, trace: [] }));
    return { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body };
  }
}

export const arnOfFunction = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;

/** Step Functions on a clock of its own, with functions that the test writes, and other services that it plays. */
export function laboratory(
  functions: Record<string, Handler> = {},
  options: { journal?: Journal; now?: number; services?: Record<string, (asked: Asked) => WireResponse> } = {},
) {
  const clock = new VirtualClock(options.now ?? START);
  const told: StatusChange[] = [];
  const log: string[] = [];
  const asked: Asked[] = [];
  const module = statesModule(
    {
      ...{ clock, random: systemRandom, region: 'eu-west-1', account: '000000000000', dataDir: '/nowhere' },
      store: openStore(':memory:'),
      log: (line) => void log.push(line),
      call: async (service, request, caller) => {
        asked.push({ service, request, caller });
        if (service === 'states') return wire(request);
        const answer = options.services?.[service];
        if (answer) return answer({ service, request, caller });
        const name =
          decodeURIComponent(request.path.split('/')[3] ?? '')
            .split(':')
            .at(-1) ?? '';
        return invoked(functions[name], JSON.parse(request.body.toString()));
      },
      admit: () => undefined,
      invoke: async () => null,
    },
    {
      journal: options.journal ?? memoryJournal(),
      onStatusChange: (detail) => void told.push(detail),
      readAsset: async (bucket, key) => `text of ${bucket}/${key}`,
    },
  );
  const wire = (request: WireRequest): Promise<WireResponse> => {
    const service = module.services['states'];
    if (!service) throw new Error('The module serves no states.');
    return service(request, { kind: 'operator', name: 'test' });
  };

  /** Sends a request and gives what came back, parsed. */
  const send = async (operation: string, input: JsonObject) => {
    const headers = { 'x-amz-target': `AWSStepFunctions.${operation}` };
    const body = Buffer.from(JSON.stringify(input));
    const response = await wire({ method: 'POST', path: '/', query: '', headers, body });
    return JSON.parse(response.body.toString());
  };

  return {
    ...{ clock, told, log, asked, module, send },

    async create(states: JsonObject, more: JsonObject = {}, name = 'rental'): Promise<string> {
      const { type = 'STANDARD', ...fields } = more;
      const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0] ?? '', States: states, ...fields };
      const input = { name, type, roleArn: ROLE, definition: JSON.stringify(definition) };
      const created = await send('CreateStateMachine', input);
      if (!created.stateMachineArn) throw new Error(created.message);
      return created.stateMachineArn;
    },

    async start(machine: string, input: Json = {}, name = 'r-1'): Promise<string> {
      const started = await send('StartExecution', { stateMachineArn: machine, name, input: JSON.stringify(input) });
      if (!started.executionArn) throw new Error(started.message);
      await clock.pass(0);
      return started.executionArn;
    },

    /** Runs an execution of these states to its end, however long it waits. */
    async run(states: JsonObject, input: Json = {}, more: JsonObject = {}) {
      const arn = await this.start(await this.create(states, more), input);
      return this.finish(arn);
    },

    async finish(arn: string) {
      const engine = await module.engine();
      const isOver = () => engine.register.byArn(arn)?.status !== 'RUNNING';
      // A task that goes through an SDK takes as many turns of the event loop as that reads files of its own.
      while (!(await clock.until(isOver))) await new Promise((resolve) => setImmediate(resolve));
      return this.describe(arn);
    },

    async describe(arn: string) {
      const described = await send('DescribeExecution', { executionArn: arn });
      return { ...described, result: described.output === undefined ? undefined : JSON.parse(described.output) };
    },

    async history(arn: string): Promise<JsonObject[]> {
      return (await send('GetExecutionHistory', { executionArn: arn, maxResults: 1000 })).events;
    },

    async types(arn: string): Promise<string[]> {
      return (await this.history(arn)).map(({ type }) => String(type));
    },
  };
}

export const executionArn = (machine: string, name: string) => `${ARN}:execution:${machine}:${name}`;

/** A task that calls a function by its ARN. */
export function task(name: string, more: JsonObject = {}): JsonObject {
  const way: JsonObject = 'Next' in more ? {} : { End: true };
  return { Type: 'Task', Resource: arnOfFunction(name), ...way, ...more };
}

/** A task that hands its token to a function and waits for it to come back. */
export function tokenTask(name: string, more: JsonObject = {}): JsonObject {
  const payload = { token: '{% $states.context.Task.Token %}', input: '{% $states.input %}' };
  const input = { FunctionName: name, Payload: payload };
  return task(name, { Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', Arguments: input, ...more });
}

/** Keeps the tokens that it is handed. */
export function tokenKeeper() {
  const tokens: string[] = [];
  const keep: Handler = (event) => {
    tokens.push(String((event as JsonObject)['token']));
    return null;
  };
  return { tokens, keep };
}
