import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { addFunction, forgetFolders, synthesize } from '../sample-app.ts';
import { type ServedLambda, sampleFunctions, serveLambda } from './sample-lambda.ts';

// Templates are made, on machines that may be busy.
jest.setTimeout(60_000);

const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:Sample-Echo';

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

describe('Lambda', () => {
  const assembly = sampleFunctions();
  let served: ServedLambda;

  beforeEach(async () => {
    served = await serveLambda(assembly);
  });

  afterEach(() => served.close());
  afterAll(forgetFolders);

  it.each(['Sample-Echo', 'Sample-Echo:$LATEST', ARN, `${ARN}:$LATEST`, '000000000000:function:Sample-Echo'])(
    'invokes a function by %s',
    async (FunctionName) => {
      const answer = await served.client.send(new InvokeCommand({ FunctionName, Payload: '{"bikes":2}' }));

      expect(text(answer.Payload)).toBe('{"bikes":2}');
      expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(answer.FunctionError).toBeUndefined();
    },
  );

  it.each(['Sample-Nobody', 'Sample-Echo:7', 'arn:aws:sqs:eu-west-1:000000000000:Sample-Echo'])(
    'knows no function %s',
    async (FunctionName) => {
      const answer = served.client.send(new InvokeCommand({ FunctionName }));

      await expect(answer).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    },
  );

  it('tells of a function’s own failure in the payload', async () => {
    const Payload = JSON.stringify({ until: 9, name: 'BikeUnavailable' });

    const answer = await served.client.send(new InvokeCommand({ FunctionName: 'Sample-Failing', Payload }));

    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(text(answer.Payload))).toMatchObject({ errorType: 'BikeUnavailable', errorMessage: 'attempt 1' });
  });

  it('invokes a function from within the host, and throws what it throws', async () => {
    const answer = await served.lambda.invoke('Sample-Echo', { bikes: 2 });
    const failing = served.lambda.invoke('Sample-Failing', { until: 9, name: 'BikeUnavailable' });

    expect(answer).toEqual({ bikes: 2 });
    await expect(failing).rejects.toMatchObject({ name: 'BikeUnavailable', message: 'attempt 1' });
    await expect(served.lambda.invoke('Nobody', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('gives a function the environment that Lambda would, and its own key', async () => {
    const env = await served.lambda.invoke('Sample-Environment', {});

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

  it('tells a function where the host serves people: without TLS', async () => {
    const env = await served.lambda.invoke('Sample-Environment', {});

    expect(env).toMatchObject({
      PAGES: 'http://127.0.0.1:9090/pages',
      ELSEWHERE: 'https://127.0.0.1:90901/pages',
    });
  });

  it('issues each function a key that tells it and its role apart', async () => {
    const env = (await served.lambda.invoke('Sample-Environment', {})) as Record<string, string>;

    const owner = served.credentials.find(env['AWS_ACCESS_KEY_ID'] ?? '');

    expect(owner?.secretAccessKey).toBe(env['AWS_SECRET_ACCESS_KEY']);
    expect(owner?.caller).toEqual({
      kind: 'function',
      name: 'Sample-Environment',
      roleArn: 'arn:aws:iam::000000000000:role/Sample-EnvironmentServiceRole',
    });
  });

  it('describes functions, without their keys', async () => {
    const { Functions: functions = [] } = await served.client.send(new ListFunctionsCommand({}));
    const { Configuration: one } = await served.client.send(new GetFunctionCommand({ FunctionName: 'Sample-Echo' }));
    const other = await served.client.send(new GetFunctionConfigurationCommand({ FunctionName: ARN }));

    expect(functions.map(({ FunctionName }) => FunctionName)).toEqual([
      'Sample-Echo',
      'Sample-Environment',
      'Sample-Failing',
    ]);
    expect(one).toMatchObject({ FunctionArn: ARN, Runtime: 'nodejs24.x', Timeout: 7, Handler: 'index.handler' });
    expect(one?.Environment?.Variables).toMatchObject({ CITY: 'Utrecht', PAGES: 'http://127.0.0.1:9090/pages' });
    expect(one?.Environment?.Variables).not.toHaveProperty('AWS_ACCESS_KEY_ID');
    expect(other.FunctionArn).toBe(ARN);
  });

  it('checks an invocation without running it', async () => {
    const FunctionName = 'Sample-Failing';

    const answer = await served.client.send(new InvokeCommand({ FunctionName, InvocationType: 'DryRun' }));

    expect(answer.StatusCode).toBe(204);
    expect(await served.lambda.invoke(FunctionName, { until: 1 })).toBe(1);
  });

  it.each([
    ['RequestResponse', 6 * 1024 * 1024 + 1],
    ['Event', 1024 * 1024 + 1],
  ] as const)('refuses an event that is too long for an invocation of type %s', async (InvocationType, length) => {
    const Payload = `"${'x'.repeat(length - 2)}"`;

    const answer = served.client.send(new InvokeCommand({ FunctionName: ARN, InvocationType, Payload }));

    await expect(answer).rejects.toMatchObject({ name: 'RequestTooLargeException' });
  });

  it('refuses an event that is no JSON', async () => {
    const answer = served.client.send(new InvokeCommand({ FunctionName: ARN, Payload: '{"bikes":' }));

    await expect(answer).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });

  it('refuses by name a function that it cannot run', async () => {
    const layered = synthesize((stack) => {
      const arn = 'arn:aws:lambda:eu-west-1:123456789012:layer:some:1';
      const layers = [LayerVersion.fromLayerVersionArn(stack, 'Layer', arn)];
      addFunction(stack, 'Layered', 'exports.handler = () => 1;', { layers });
    });

    const serving = serveLambda(readCloudAssembly(layered));

    await expect(serving).rejects.toThrow(/Layered.* of Sample .* does not do the property Layers of a function/);
  });
});
