import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type Host, startHost } from '../../../local/host.ts';
import type { FunctionDefinition } from '../../../local/lambda/contract.ts';
import { createInProcessRunner } from '../../../local/lambda/in-process-runner.ts';
import { virtualSurroundings } from '../../../local/lambda/virtual-surroundings.ts';
import { type Send, wireHttp } from '../../../local/lambda/wire-http.ts';
import type { Random } from '../../../seams/random.ts';
import { addFunction, folder, forgetFolders, synthesize } from '../sample-app.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';
import { define } from './sample-functions.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(60_000);

/** Bytes that follow from the seed alone. */
function seeded(seed: string): Random {
  let count = 0;
  const block = () => createHash('sha256').update(`${seed} ${count++}`).digest();
  return {
    bytes: (length) => Buffer.concat(Array.from({ length: Math.ceil(length / 32) }, block)).subarray(0, length),
  };
}

function openRunner(clock: VirtualClock, random: Random, send?: Send) {
  const print = () => undefined;
  const modules = () => (send ? { http: wireHttp(send), https: wireHttp(send) } : {});
  const compute = <Result>(work: Promise<Result>) => work;
  const surround = virtualSurroundings({ clock, random, print, modules, compute });
  return createInProcessRunner({ clock, print, surround });
}

const NOON = Date.UTC(2026, 5, 1, 12);

/** Lets everything run that needs no virtual time, several turns long: the SDK takes some. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a function in a simulation', () => {
  afterAll(forgetFolders);

  const run = async (definition: FunctionDefinition, clock = virtualClock(NOON), seed = 'seed') => {
    const invocation = { requestId: 'r1', event: '{}', deadlineMs: NOON + 5_000 };
    const outcome = await openRunner(clock, seeded(seed)).run(definition, invocation);
    return 'payload' in outcome ? JSON.parse(outcome.payload) : outcome.fault;
  };

  const chance = () =>
    define(
      'chance',
      `const crypto = require('node:crypto'); const { setTimeout: wait } = require('timers/promises');
       exports.handler = async () => ({
         ids: [crypto.randomUUID(), globalThis.crypto.randomUUID(), crypto.randomBytes(4).toString('hex')],
         number: Math.random(), whole: crypto.randomInt(1000), max: Math.max(1, 2),
         filled: Buffer.from(crypto.getRandomValues(new Uint8Array(4))).toString('hex'),
       });`,
    );

  it('has no other chance than the seed', async () => {
    const [one, same, other] = [await run(chance()), await run(chance()), await run(chance(), virtualClock(NOON), 'x')];

    expect(one).toEqual(same);
    expect(one.ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(one.max).toBe(2);
    for (const key of ['ids', 'number', 'whole', 'filled']) expect(one[key]).not.toEqual(other[key]);
  });

  it('has no other time than the simulation’s', async () => {
    const clock = virtualClock(NOON);
    const source = `exports.handler = async (event, context) => {
      const before = [Date.now(), new Date().toISOString(), new Date(0).getTime(), new Date() instanceof Date];
      await new Promise((resolve) => setTimeout(resolve, 1500, 'x'));
      return [...before, Date.now(), context.getRemainingTimeInMillis()];
    };`;
    const answer = run(define('clock', source), clock);
    await settle();

    clock.advance(1_500);

    expect(await answer).toEqual([NOON, '2026-06-01T12:00:00.000Z', 0, true, NOON + 1_500, 3_500]);
  });

  it('waits in intervals and clears them', async () => {
    const clock = virtualClock(NOON);
    const source = `exports.handler = () => new Promise((resolve) => { let count = 0;
      const timer = setInterval(() => { if (++count === 3) { clearInterval(timer); resolve(count); } }, 100); });`;
    const answer = run(define('interval', source), clock);
    await settle();

    clock.advance(10_000);

    expect(await answer).toBe(3);
  });

  it.each(['http', 'node:https', 'net', 'child_process', 'fs'])('is refused %s, unless it is given one', async (id) => {
    const source = `const mod = require('${id}'); exports.handler = async () => mod.request();`;

    const fault = await run(define('reaching', source));

    expect(fault.errorMessage).toContain('must not use node:');
  });

  it('finds no file of the developer’s', async () => {
    const source = `exports.handler = () => require('fs/promises').readFile('/etc/hostname');`;

    const fault = await run(define('nosy', source));

    expect(fault.errorMessage).toContain('ENOENT');
  });
});

describe('the host in a simulation', () => {
  let assemblyDir: string;

  beforeAll(() => {
    assemblyDir = synthesize((stack) => {
      const table = new TableV2(stack, 'Notes', { partitionKey: { name: 'name', type: AttributeType.STRING } });
      const source = `
      import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
      const client = new DynamoDBClient({ maxAttempts: 2 });
      export const handler = async (event) => {
        const { Attributes } = await client.send(new UpdateItemCommand({
          TableName: process.env.TABLE, Key: { name: { S: 'only' } }, UpdateExpression: 'ADD #count :one',
          ExpressionAttributeNames: { '#count': 'count' }, ExpressionAttributeValues: { ':one': { N: '1' } },
          ReturnValues: 'ALL_NEW',
        }));
        return Attributes.count.N;
      };`;
      table.grantReadWriteData(addFunction(stack, 'Note', source, { environment: { TABLE: table.tableName } }));
    });
  });

  afterAll(forgetFolders);

  it('lets the simulation decide about each call of a function', async () => {
    const clock = virtualClock(NOON);
    const random = seeded('seed');
    const calls: string[] = [];
    let host: Host | undefined;
    const send: Send = async (request) => {
      calls.push(request.headers['x-amz-target'] ?? '');
      if (calls.length === 1) throw Object.assign(new Error('cut off'), { code: 'ECONNRESET' });
      return host ? host.handle(request) : Promise.reject(new Error('There is no host yet.'));
    };
    const runner = openRunner(clock, random, send);
    const log = () => undefined;
    const options = { assemblyDir, dataDir: folder(), ports: {}, apiEndpoint: 'http://city.test', clock, random, log };
    host = await startHost({ ...options, runner });

    const answer = host.invoke('Sample-Note', {});
    await settle();
    clock.advance(1_000);

    expect(await answer).toBe('1');
    expect(calls).toEqual(['DynamoDB_20120810.UpdateItem', 'DynamoDB_20120810.UpdateItem']);
    await host.close();
  });
});
