import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { FunctionDefinition, Runner } from '../../../local/lambda/contract.ts';
import { createInvoker, type Invoker } from '../../../local/lambda/invoker.ts';
import { createWorkerPool } from '../../../local/lambda/worker-pool.ts';
import type { WireRequest, WireResponse } from '../../../local/wire/contract.ts';
import { systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';
import { folder, forgetFolders } from '../sample-app.ts';
import { define, echo } from './sample-functions.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(60_000);

describe('functions in worker threads', () => {
  let logDir: string;
  let runner: Runner;
  let invoker: Invoker;
  /** How the host answers what functions ask of it. */
  let answer: (request: WireRequest) => Promise<WireResponse>;

  const open = (size: number) => {
    logDir = folder();
    const ask = (request: WireRequest) => answer(request);
    runner = createWorkerPool({ size, logDir, clock: systemClock, answer: ask, log: () => undefined });
    invoker = createInvoker({ runner, clock: systemClock, random: systemRandom });
  };
  const invoke = async (definition: FunctionDefinition, event: unknown = {}) => {
    const { outcome } = await invoker(definition, JSON.stringify(event));
    return 'payload' in outcome ? JSON.parse(outcome.payload) : outcome.fault;
  };

  beforeEach(() => open(1));
  afterEach(() => runner.close());
  afterAll(forgetFolders);

  it('answer with what they return', async () => {
    const answer = await invoke(echo(), { bikes: [1, null, 'é'] });

    expect(answer).toEqual({ bikes: [1, null, 'é'] });
  });

  it('answer null where they return nothing', async () => {
    const nothing = define('nothing', 'exports.handler = async () => {};');

    const answer = await invoke(nothing);

    expect(answer).toBeNull();
  });

  it('see their own environment and nothing of anybody else’s', async () => {
    const source = `exports.handler = async () => ({ own: process.env, required: require('node:process').env,
      global: globalThis.process.env, set: (process.env.MARK = 'left behind') });`;
    const [one, other] = ['one', 'other'].map((name) => define(name, source, { env: { NAME: name } }));
    if (!one || !other) throw new Error('There are two.');

    const answers = [await invoke(one), await invoke(other)];

    const environments = ['one', 'other'].map((NAME) => ({ NAME, MARK: 'left behind' }));
    expect(answers.map(({ own }) => own)).toEqual(environments);
    expect(answers.map(({ required }) => required)).toEqual(environments);
    expect(answers.map(({ global }) => global)).toEqual(environments);
  });

  it('keep their module state from one invocation to the next', async () => {
    const counting = define('counting', 'let count = 0; exports.handler = async () => ++count;');

    const answers = [await invoke(counting), await invoke(counting)];

    expect(answers).toEqual([1, 2]);
  });

  it('share no module state between invocations that run at once', async () => {
    const source = `let busy = 0; exports.handler = async () => {
      const found = busy++; await new Promise((resolve) => setTimeout(resolve, 5)); busy--; return found; };`;
    const busy = define('busy', source);

    const answers = await Promise.all(Array.from({ length: 40 }, () => invoke(busy)));

    expect(answers).toEqual(Array.from({ length: 40 }, () => 0));
  });

  it('learn of their invocation from the context', async () => {
    const source = `exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`;
    const definition = define('curious', source);

    const { requestId, outcome } = await invoker(definition, '{}');

    const context = 'payload' in outcome ? JSON.parse(outcome.payload) : outcome;
    expect(context).toMatchObject({
      awsRequestId: requestId,
      functionName: 'curious',
      functionVersion: '$LATEST',
      invokedFunctionArn: definition.arn,
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/curious',
    });
    expect(context.left).toBeGreaterThan(0);
    expect(context.left).toBeLessThanOrEqual(5_000);
  });

  it('tell an error by its name, its message and its trace', async () => {
    const source = `class BikeUnavailable extends Error { name = 'BikeUnavailable'; }
      exports.handler = async () => { throw new BikeUnavailable('none left'); };`;

    const fault = await invoke(define('failing', source));

    expect(fault).toMatchObject({ errorType: 'BikeUnavailable', errorMessage: 'none left' });
    expect(fault.trace[0]).toBe('BikeUnavailable: none left');
  });

  it.each<[string, string, { errorType: string; errorMessage: unknown }]>([
    [
      'throw what is no error',
      `exports.handler = async () => { throw 'up'; };`,
      { errorType: 'string', errorMessage: 'up' },
    ],
    ['fail to load', `throw new RangeError('at load');`, { errorType: 'RangeError', errorMessage: 'at load' }],
    [
      'export no handler',
      'exports.other = 1;',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'leave a promise unawaited that rejects',
      `exports.handler = () => { Promise.reject(new TypeError('nobody listens')); return new Promise(() => {}); };`,
      { errorType: 'TypeError', errorMessage: 'nobody listens' },
    ],
    [
      'throw in a timer',
      `exports.handler = () => { setTimeout(() => { throw new TypeError('late'); }); return new Promise(() => {}); };`,
      { errorType: 'TypeError', errorMessage: 'late' },
    ],
    [
      'end the process',
      'exports.handler = async () => process.exit(1);',
      { errorType: 'Runtime.ExitError', errorMessage: 'The function called process.exit(1).' },
    ],
    [
      'answer with more than Lambda takes',
      `exports.handler = async () => 'x'.repeat(7_000_000);`,
      { errorType: 'Function.ResponseSizeTooLarge', errorMessage: expect.stringContaining('6291556 bytes') },
    ],
  ])('fail alone where they %s', async (_, source, expected) => {
    const fault = await invoke(define('failing', source));
    const other = await invoke(echo(), 'still here');

    expect(fault).toMatchObject(expected);
    expect(other).toBe('still here');
  });

  it('try to load again where loading has failed', async () => {
    const source = `const fs = require('fs'); if (!fs.existsSync(__dirname + '/ready')) { fs.writeFileSync(__dirname +
      '/ready', ''); throw new Error('not ready'); } exports.handler = async () => 'ready';`;
    const slow = define('slow', source);

    const answers = [await invoke(slow), await invoke(slow)];

    expect(answers).toMatchObject([{ errorMessage: 'not ready' }, 'ready']);
  });

  it('are given up at their time-out while they wait, and the thread goes on', async () => {
    const waiting = define('waiting', 'exports.handler = () => new Promise(() => {});', { timeoutMs: 50 });
    const other = invoke(echo(), 'in the same thread');

    const { requestId, outcome } = await invoker(waiting, '{}');

    expect(outcome).toEqual({
      fault: {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after 0.05 seconds`,
      },
    });
    expect(await other).toBe('in the same thread');
  });

  it('are stopped at their time-out while they compute, and others in the thread may try again', async () => {
    const spinning = define('spinning', 'exports.handler = () => { for (;;); };', { timeoutMs: 50 });
    const bystander = define('bystander', 'exports.handler = () => new Promise(() => {});');
    const witness = invoke(bystander).catch((fault: Error) => fault.name);

    const fault = await invoke(spinning);

    expect(fault.errorType).toBe('Sandbox.Timedout');
    expect(await witness).toBe('ServiceException');
    expect(await invoke(echo(), 'in a new thread')).toBe('in a new thread');
  });

  it('leave the functions of other threads alone when theirs is stopped', async () => {
    await runner.close();
    open(2);
    const spinning = define('spinning', 'exports.handler = () => { for (;;); };', { timeoutMs: 50 });
    const stopped = invoke(spinning);

    const answers = [await invoke(echo(), 1), await stopped, await invoke(echo(), 2)];

    expect(answers).toMatchObject([1, { errorType: 'Sandbox.Timedout' }, 2]);
  });

  it('reach the host without the network, and everything else by it', async () => {
    const elsewhere = createServer((_, response) => void response.end('elsewhere')).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const port = String((elsewhere.address() as AddressInfo).port);
    answer = async ({ method, path, query, headers, body }) => ({
      status: 202,
      headers: { 'x-method': method },
      body: Buffer.from(JSON.stringify([`${path}?${query}`, headers['x-asked'], body.toString()])),
    });
    const source = `const http = require('node:http');
      const ask = (host, port) => new Promise((resolve, reject) => {
        const request = http.request({ host, port, method: 'PUT', path: '/bikes?at=1', headers: { 'X-Asked': 'yes' } },
          (response) => response.setEncoding('utf8').on('data', (text) => resolve([response.statusCode, text])));
        request.on('error', reject);
        request.end('é');
      });
      exports.handler = async () => [await ask('host.invalid', 4566), await ask('127.0.0.1', process.env.ELSEWHERE)];`;
    const env = { AWS_ENDPOINT_URL: 'http://host.invalid:4566', ELSEWHERE: port };

    const answers = await invoke(define('asking', source, { env }));

    elsewhere.close();
    expect(answers).toEqual([
      [202, '["/bikes?at=1","yes","é"]'],
      [200, 'elsewhere'],
    ]);
  });

  it('print into a file of their own, and failures are told there', async () => {
    const source = `const { Console } = require('node:console'); const own = new Console(process.stdout, process.stderr);
      exports.handler = async () => { console.log('{"said":1}'); own.error('{"said":2}'); throw new Error('told'); };`;

    await invoke(define('talking', source));

    const lines = readFileSync(join(logDir, 'talking.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { said: 1 },
      { said: 2 },
      { level: 'ERROR', errorType: 'Error', errorMessage: 'told' },
    ]);
  });

  it('run no more at once than the template reserves', async () => {
    const waiting = define('waiting', 'exports.handler = () => new Promise(() => {});', {
      concurrencyMax: 1,
      timeoutMs: 50,
    });
    const first = invoke(waiting);

    const second = invoke(waiting);

    await expect(second).rejects.toMatchObject({ name: 'TooManyRequestsException', status: 429 });
    await first;
    await expect(invoke(waiting)).resolves.toMatchObject({ errorType: 'Sandbox.Timedout' });
  });
});
