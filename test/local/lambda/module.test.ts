import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Architecture, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import { iamModule } from '../../../local/iam/module.ts';
import { createInProcessRunner } from '../../../local/lambda/in-process-runner.ts';
import { type LambdaModule, lambdaModule } from '../../../local/lambda/module.ts';
import { ownSurroundings } from '../../../local/lambda/surroundings.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { type Credentials, createCredentials } from '../../../local/wire/credentials.ts';
import { systemRandom } from '../../../seams/random.ts';
import { addFunction, forgetFolders, synthesize } from '../sample-app.ts';
import { clientOf, hostContext, type Served, serve } from '../serve.ts';
import { type VirtualClock, virtualClock } from '../virtual-clock.ts';

// Templates are made and threads are started, on machines that may be busy.
jest.setTimeout(60_000);

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:Sample-Echo';

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

/** Lets everything run that needs no time. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Lambda', () => {
  const assemblyDir = synthesize((stack) => {
    addFunction(stack, 'Echo', 'exports.handler = async (event) => event;', {
      environment: { CITY: 'Utrecht' },
      timeout: Duration.seconds(7),
      architecture: Architecture.ARM_64,
    });
    addFunction(stack, 'Environment', 'exports.handler = async () => process.env;', {
      environment: { CITY: 'Utrecht' },
    });
    addFunction(
      stack,
      'Failing',
      `exports.handler = async ({ until, name }) => { const seen = globalThis.process.seen ??= []; seen.push(1);
        if (seen.length < until) throw Object.assign(new Error('attempt ' + seen.length), { name }); return seen.length; };`,
    );
  });
  const assembly = readCloudAssembly(assemblyDir);
  let clock: VirtualClock;
  let store: Store;
  let lambda: LambdaModule;
  let served: Served;
  let client: LambdaClient;
  let logged: string[];
  let credentials: Credentials;

  const open = async () => {
    const context = hostContext({ clock, store, log: (line) => void logged.push(line) });
    const print = () => undefined;
    const runner = createInProcessRunner({
      clock,
      print,
      surround: (definition) => ownSurroundings(definition, print),
    });
    credentials = createCredentials(systemRandom);
    const endpoint = 'http://127.0.0.1:4566';
    lambda = lambdaModule(context, { assets: assembly.assets, credentials, runner, endpoint });
    await deployAssembly(assembly, { ...iamModule(context).kinds, ...lambda.kinds });
    served = await serve(lambda);
    client = new LambdaClient(clientOf(served));
  };
  const close = async () => {
    client.destroy();
    await served.close();
    await lambda.close?.();
  };

  beforeEach(async () => {
    clock = virtualClock(Date.UTC(2026, 10, 23));
    store = openStore(':memory:');
    logged = [];
    await open();
  });

  afterEach(close);
  afterAll(forgetFolders);

  it.each(['Sample-Echo', 'Sample-Echo:$LATEST', ARN, `${ARN}:$LATEST`, '000000000000:function:Sample-Echo'])(
    'invokes a function by %s',
    async (FunctionName) => {
      const answer = await client.send(new InvokeCommand({ FunctionName, Payload: '{"bikes":2}' }));

      expect(text(answer.Payload)).toBe('{"bikes":2}');
      expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(answer.FunctionError).toBeUndefined();
    },
  );

  it.each(['Sample-Nobody', 'Sample-Echo:7', 'arn:aws:sqs:eu-west-1:000000000000:Sample-Echo'])(
    'knows no function %s',
    async (FunctionName) => {
      const answer = client.send(new InvokeCommand({ FunctionName }));

      await expect(answer).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    },
  );

  it('tells of a function’s own failure in the payload', async () => {
    const Payload = JSON.stringify({ until: 9, name: 'BikeUnavailable' });

    const answer = await client.send(new InvokeCommand({ FunctionName: 'Sample-Failing', Payload }));

    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(text(answer.Payload))).toMatchObject({ errorType: 'BikeUnavailable', errorMessage: 'attempt 1' });
  });

  it('invokes a function from within the host, and throws what it throws', async () => {
    const answer = await lambda.invoke('Sample-Echo', { bikes: 2 });
    const failing = lambda.invoke('Sample-Failing', { until: 9, name: 'BikeUnavailable' });

    expect(answer).toEqual({ bikes: 2 });
    await expect(failing).rejects.toMatchObject({ name: 'BikeUnavailable', message: 'attempt 1' });
    await expect(lambda.invoke('Nobody', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('gives a function the environment that Lambda would, and its own key', async () => {
    const env = await lambda.invoke('Sample-Environment', {});

    expect(env).toMatchObject({
      CITY: 'Utrecht',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Sample-Environment',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
    });
  });

  it('issues each function a key that tells it and its role apart', async () => {
    const env = (await lambda.invoke('Sample-Environment', {})) as Record<string, string>;

    const owner = credentials.find(env['AWS_ACCESS_KEY_ID'] ?? '');

    expect(owner?.secretAccessKey).toBe(env['AWS_SECRET_ACCESS_KEY']);
    expect(owner?.caller).toEqual({
      kind: 'function',
      name: 'Sample-Environment',
      roleArn: 'arn:aws:iam::000000000000:role/Sample-EnvironmentServiceRole',
    });
  });

  it('describes functions, without their keys', async () => {
    const { Functions: functions = [] } = await client.send(new ListFunctionsCommand({}));
    const { Configuration: one } = await client.send(new GetFunctionCommand({ FunctionName: 'Sample-Echo' }));
    const other = await client.send(new GetFunctionConfigurationCommand({ FunctionName: ARN }));

    expect(functions.map(({ FunctionName }) => FunctionName)).toEqual([
      'Sample-Echo',
      'Sample-Environment',
      'Sample-Failing',
    ]);
    expect(one).toMatchObject({ FunctionArn: ARN, Runtime: 'nodejs24.x', Timeout: 7, Handler: 'index.handler' });
    expect(one?.Environment?.Variables).toEqual({ CITY: 'Utrecht' });
    expect(other.FunctionArn).toBe(ARN);
  });

  it('checks an invocation without running it', async () => {
    const FunctionName = 'Sample-Failing';

    const answer = await client.send(new InvokeCommand({ FunctionName, InvocationType: 'DryRun' }));

    expect(answer.StatusCode).toBe(204);
    expect(await lambda.invoke(FunctionName, { until: 1 })).toBe(1);
  });

  it.each([
    ['RequestResponse', 6 * 1024 * 1024 + 1],
    ['Event', 1024 * 1024 + 1],
  ] as const)('refuses an event that is too long for an invocation of type %s', async (InvocationType, length) => {
    const Payload = `"${'x'.repeat(length - 2)}"`;

    const answer = client.send(new InvokeCommand({ FunctionName: ARN, InvocationType, Payload }));

    await expect(answer).rejects.toMatchObject({ name: 'RequestTooLargeException' });
  });

  it('refuses an event that is no JSON', async () => {
    const answer = client.send(new InvokeCommand({ FunctionName: ARN, Payload: '{"bikes":' }));

    await expect(answer).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });

  describe('an event that nobody waits for', () => {
    const send = (event: object) =>
      client.send(
        new InvokeCommand({
          FunctionName: 'Sample-Failing',
          InvocationType: 'Event',
          Payload: JSON.stringify({ name: 'Odd', ...event }),
        }),
      );
    /** How often the function was called so far, this very call not counted. */
    const calls = async () => Number(await lambda.invoke('Sample-Failing', { until: 0 })) - 1;

    it('is accepted, and run', async () => {
      const answer = await send({ until: 1 });

      clock.advance(0);
      await settle();

      expect(answer.StatusCode).toBe(202);
      expect(await calls()).toBe(1);
      expect(store.list('lambda-events')).toEqual([]);
    });

    it('is tried again after one minute and after two more, and then dropped', async () => {
      await send({ until: 99 });
      const attempts: number[] = [];
      for (const waitMs of [0, 59_999, 1, 119_999, 1, 3_600_000]) {
        clock.advance(waitMs);
        await settle();
        attempts.push(store.list<{ failures: number }>('lambda-events')[0]?.value.failures ?? Number.NaN);
      }

      expect(attempts).toEqual([1, 1, 2, 2, Number.NaN, Number.NaN]);
      expect(await calls()).toBe(3);
      expect(logged.join()).toMatch(/Sample-Failing failed an event for the last time .* Odd: attempt 3/);
    });

    it('is not lost when the host dies before it could run', async () => {
      await send({ until: 1 });
      await close();
      await open();

      await lambda.start?.();
      clock.advance(0);
      await settle();

      expect(await calls()).toBe(1);
      expect(store.list('lambda-events')).toEqual([]);
    });
  });
});

describe('a function that the host cannot run', () => {
  afterAll(forgetFolders);

  it('is refused by name, with what it lacks', async () => {
    const assembly = readCloudAssembly(
      synthesize((stack) => {
        const layer = LayerVersion.fromLayerVersionArn(
          stack,
          'Layer',
          'arn:aws:lambda:eu-west-1:123456789012:layer:some:1',
        );
        addFunction(stack, 'Layered', 'exports.handler = () => 1;', { layers: [layer] });
      }),
    );
    const context = hostContext();
    const runner = createInProcessRunner({
      clock: context.clock,
      print: () => {},
      surround: (definition) => ownSurroundings(definition, () => {}),
    });
    const options = { assets: assembly.assets, credentials: createCredentials(systemRandom), runner, endpoint: '' };
    const lambda = lambdaModule(context, options);

    const deployment = deployAssembly(assembly, { ...iamModule(context).kinds, ...lambda.kinds });

    await expect(deployment).rejects.toThrow(/Layered.* of Sample .* does not do the property Layers of a function/);
  });
});
