import { LambdaClient } from '@aws-sdk/client-lambda';
import { Duration } from 'aws-cdk-lib';
import { type CloudAssembly, readCloudAssembly } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import { iamModule } from '../../../local/iam/module.ts';
import { createInProcessRunner } from '../../../local/lambda/in-process-runner.ts';
import { lambdaModule } from '../../../local/lambda/module.ts';
import { ownSurroundings } from '../../../local/lambda/surroundings.ts';
import { openStore } from '../../../local/store.ts';
import { createCredentials } from '../../../local/wire/credentials.ts';
import { systemRandom } from '../../../seams/random.ts';
import { addFunction, synthesize } from '../sample-app.ts';
import { clientOf, hostContext, serve } from '../serve.ts';
import { virtualClock } from '../virtual-clock.ts';

/** Fails until it was called `until` times, and answers how often it was. */
const FAILING = `
  let count = 0;
  exports.handler = async ({ until, name }) => {
    if (++count < until) throw Object.assign(new Error('attempt ' + count), { name });
    return count;
  };`;

export function sampleFunctions(): CloudAssembly {
  const folder = synthesize((stack) => {
    const environment = {
      CITY: 'Utrecht',
      PAGES: 'https://127.0.0.1:9090/pages',
      ELSEWHERE: 'https://127.0.0.1:90901/pages',
    };
    addFunction(stack, 'Echo', 'exports.handler = async (event) => event;', {
      environment,
      timeout: Duration.seconds(7),
    });
    addFunction(stack, 'Environment', 'exports.handler = async () => process.env;', { environment });
    addFunction(stack, 'Failing', FAILING);
  });
  return readCloudAssembly(folder);
}

export type ServedLambda = Awaited<ReturnType<typeof serveLambda>>;

/** Serves the functions of an assembly, with time standing still; `store` is what an earlier run has left. */
export async function serveLambda(assembly: CloudAssembly, store = openStore(':memory:')) {
  const clock = virtualClock(Date.UTC(2026, 10, 23));
  const logged: string[] = [];
  const context = hostContext({ clock, store, log: (line) => void logged.push(line) });
  const print = () => undefined;
  const runner = createInProcessRunner({ clock, print, surround: (definition) => ownSurroundings(definition, print) });
  const credentials = createCredentials(systemRandom);
  const endpoint = 'http://127.0.0.1:4566';
  const lambda = lambdaModule(context, {
    ...{ assets: assembly.assets, credentials, runner, endpoint },
    apiEndpoint: 'http://127.0.0.1:9090',
  });
  await deployAssembly(assembly, { ...iamModule(context).kinds, ...lambda.kinds });
  const served = await serve(lambda);
  const client = new LambdaClient(clientOf(served));
  const close = async () => {
    client.destroy();
    await served.close();
    await lambda.close?.();
  };
  return { lambda, client, clock, store, credentials, logged, close };
}
