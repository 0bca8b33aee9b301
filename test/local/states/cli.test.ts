import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forgetFolders } from '../sample-app.ts';
import { type Hosted, hosted, machineOf, role } from './hosted.ts';

const folders = (process.env['PATH'] ?? '').split(delimiter);
const cli = folders.map((folder) => join(folder, 'aws')).find((path) => existsSync(path));

describe('the AWS CLI', () => {
  if (!cli) {
    it.todo('creates, starts and describes: the CLI is not on this machine');
    return;
  }
  let city: Hosted;
  beforeAll(async () => {
    city = await hosted();
  });
  afterAll(async () => {
    await city.close();
    forgetFolders();
  });

  const states = async (...words: string[]): Promise<Record<string, unknown>> => {
    const { endpoint, region, credentials } = city.settings;
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...{ AWS_DEFAULT_REGION: region, AWS_PAGER: '', AWS_CONFIG_FILE: '/dev/null' },
      // The CLI puts `sync-` before the host's name, which a proxy need not resolve.
      ...{ HTTP_PROXY: words[0] === 'start-sync-execution' ? endpoint : '', NO_PROXY: '' },
    };
    const all = ['--endpoint-url', endpoint, '--output', 'json', 'stepfunctions', ...words];
    const { stdout } = await promisify(execFile)(cli, all, { env });
    return stdout === '' ? {} : JSON.parse(stdout);
  };
  const create = async (name: string, type: string): Promise<string> => {
    const definition = machineOf({ Add: { Type: 'Pass', Output: '{% $states.input.n + 1 %}', End: true } });
    const machine = ['--name', name, '--type', type, '--role-arn', role, '--definition', definition];
    return String((await states('create-state-machine', ...machine))['stateMachineArn']);
  };

  it('creates a machine, starts it, and looks at what became of it', async () => {
    const machine = await create('by-cli', 'STANDARD');

    const started = await states('start-execution', '--state-machine-arn', machine, '--input', '{"n":1}');
    const execution = ['--execution-arn', String(started['executionArn'])];

    expect(await states('describe-execution', ...execution)).toMatchObject({ status: 'SUCCEEDED', output: '2' });
    const { events } = await states('get-execution-history', ...execution, '--reverse-order');
    expect(events).toMatchObject([{ type: 'ExecutionSucceeded' }, {}, {}, { type: 'ExecutionStarted' }]);
  });

  it('runs an Express machine through the host as its proxy', async () => {
    const machine = await create('express-by-cli', 'EXPRESS');

    const answer = await states('start-sync-execution', '--state-machine-arn', machine, '--input', '{"n":1}');

    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '2' });
  });

  it('is told errors under their names', async () => {
    const send = states('send-task-success', '--task-token', 'none', '--task-output', '1');

    await expect(send).rejects.toThrow('(InvalidToken)');
  });
});
