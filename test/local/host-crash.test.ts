import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { type Host, startHost } from '../../local/host.ts';
import { systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { addFunction, folder, forgetFolders, synthesize } from './sample-app.ts';

// A template is made and two hosts are started, one of them in a process of its own.
jest.setTimeout(60_000);

/** Finishes only where the file `go` is there; waits for ever otherwise. */
const WORK = `
  const fs = require('node:fs');
  exports.handler = async ({ work }) => {
    if (!fs.existsSync(work + '/go')) await new Promise(() => {});
    fs.writeFileSync(work + '/done', '');
  };`;

/** A program that serves until it is killed, and says where. */
const serving = (options: object) => `
  const from = (path) => import(new URL(path, '${new URL('../../', import.meta.url).href}').href);
  const { startHost } = await from('local/host.ts');
  const { systemClock: clock } = await from('seams/clock.ts');
  const { systemRandom: random } = await from('seams/random.ts');
  const host = await startHost({ ...${JSON.stringify(options)}, ports: { aws: 0 }, clock, random, log: () => {} });
  console.log(host.awsEndpoint);`;

describe('the embedded host, killed', () => {
  let assemblyDir: string;
  let child: ChildProcess | undefined;
  let host: Host | undefined;

  beforeAll(() => {
    assemblyDir = synthesize((stack) => void addFunction(stack, 'Work', WORK, { timeout: Duration.minutes(5) }));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await host?.close();
  });
  afterAll(forgetFolders);

  const serveInChild = async (options: object): Promise<string> => {
    const program = ['--input-type=module', '--eval', serving(options)];
    child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout ?? process.stdin, 'data');
    return String(line).trim();
  };
  const kill = async () => {
    child?.kill('SIGKILL');
    if (child) await once(child, 'exit');
  };

  it('runs after all what it had accepted and not finished', async () => {
    const work = folder();
    const options = { assemblyDir, dataDir: folder(), apiEndpoint: 'http://localhost:8080' };
    const endpoint = await serveInChild(options);
    const credentials = { accessKeyId: 'operator', secretAccessKey: 'any' };
    const client = new LambdaClient({ endpoint, region: 'us-east-1', credentials });
    const Payload = JSON.stringify({ work });
    await client.send(new InvokeCommand({ FunctionName: 'Sample-Work', InvocationType: 'Event', Payload }));
    client.destroy();
    const done = new Promise<void>((resolve) => {
      const watcher = watch(work, { persistent: false }, () => {
        if (!existsSync(join(work, 'done'))) return;
        watcher.close();
        resolve();
      });
    });

    await kill();
    writeFileSync(join(work, 'go'), '');
    const log = () => undefined;
    host = await startHost({ ...options, ports: {}, clock: systemClock, random: systemRandom, log });

    await expect(done).resolves.toBeUndefined();
  });
});
