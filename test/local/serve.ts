import type { DeployedResource, HostContext, HostModule } from '../../local/module.ts';
import { openStore } from '../../local/store.ts';
import type { WireResponse } from '../../local/wire/contract.ts';
import { createCredentials } from '../../local/wire/credentials.ts';
import { createGateway } from '../../local/wire/gateway.ts';
import { answerWith, listen } from '../../local/wire/server.ts';
import { systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';

/** Single services are tried without roles. */
export const anyone = async (): Promise<void> => undefined;

async function unreachable(): Promise<WireResponse> {
  throw new Error('This test has no other service to call.');
}

/** A host that keeps nothing, in the region and account of the tests, unless told otherwise. */
export function hostContext(changes: Partial<HostContext> = {}): HostContext {
  return {
    clock: systemClock,
    random: systemRandom,
    region: 'eu-west-1',
    account: '000000000000',
    dataDir: ':memory:',
    store: openStore(':memory:'),
    log: () => undefined,
    call: unreachable,
    admit: () => undefined,
    invoke: unreachable,
    ...changes,
  };
}

export interface Served {
  endpoint: string;
  close(): Promise<void>;
}

/** Serves the modules on a free port of the loopback interface, as the host does. */
export async function serve(...modules: HostModule[]): Promise<Served> {
  const log = (line: string): void => console.error(line);
  const services = Object.assign({}, ...modules.map((module) => module.services));
  const credentials = createCredentials(systemRandom);
  const gateway = createGateway({
    ...{ services, credentials, admit: anyone },
    ...{ clock: systemClock, random: systemRandom, log },
  });
  const answer = answerWith(gateway.handle, log);
  const server = await listen({ port: 0, portVariable: 'AWS_PORT', answer, clock: systemClock });
  return { endpoint: `http://127.0.0.1:${server.port}`, close: () => server.close() };
}

/** The settings of an SDK client that calls `served` as the operator. */
export function clientOf(served: Pick<Served, 'endpoint'>) {
  return {
    endpoint: served.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
}

/** Brings one resource of a template to life, with references that are resolved already. */
export async function deploy(
  hosted: HostModule,
  type: string,
  logicalId: string,
  properties: Record<string, unknown>,
): Promise<DeployedResource> {
  const kind = hosted.kinds[type];
  if (!kind) throw new Error(`The module has no kind ${type}.`);
  const declared = { stack: 'Stack', logicalId, type, physicalName: `Stack-${logicalId}`, declared: properties };
  const resource = { ...declared, ...kind.identify(declared), properties };
  await kind.deploy(resource);
  return resource;
}
