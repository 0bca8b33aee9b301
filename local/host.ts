import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../seams/clock.ts';
import type { Random } from '../seams/random.ts';
import { type CloudAssembly, readCloudAssembly } from './assembly/cloud-assembly.ts';
import { deployAssembly, type Outputs } from './assembly/deploy.ts';
import { type Closing, createClosing } from './closing.ts';
import type { CognitoModule } from './cognito/module.ts';
import { IN_MEMORY, openDataDir } from './data-dir.ts';
import type { Guard } from './iam/guard.ts';
import { functionArn } from './iam/requests/lambda.ts';
import type { RoleGrant } from './iam/roles.ts';
import type { IotModule } from './iot/module.ts';
import type { Runner } from './lambda/contract.ts';
import { createWorkerPool } from './lambda/worker-pool.ts';
import type { Memory } from './memory.ts';
import type { HostContext } from './module.ts';
import { createModules, type Modules } from './modules.ts';
import type { Journal } from './states/journal/journal.ts';
import { openStore } from './store.ts';
import { ServiceError, type WireRequest, type WireResponse } from './wire/contract.ts';
import { createCredentials } from './wire/credentials.ts';
import { answerFault } from './wire/fault-answer.ts';
import { createGateway, type Gateway, type Services } from './wire/gateway.ts';
import { answerWith, listen } from './wire/server.ts';

export interface HostOptions {
  /** The folder that `cdk synth` wrote. */
  assemblyDir: string;
  /** A folder, or `:memory:`; that wants a `journal` and a `runner`, which otherwise write files. */
  dataDir: string;
  /** Of a host in memory that comes after another one: what that one kept. */
  memory?: Memory;
  /** Forgets what an earlier run has left in `dataDir`. */
  fresh?: boolean;
  /** 0 takes any free port. Without a port the host is reached in process alone, as simulations do. */
  ports: { aws?: number; mqtt?: number };
  /** The address that the template's HTTP API is known by. */
  apiEndpoint: string;
  clock: Clock;
  random: Random;
  /** Tells the developer what the host did; one line. */
  log: (line: string) => void;
  /** Where functions run; two worker threads when absent. */
  runner?: Runner;
  /** Where executions are written down; a folder of `dataDir` when absent. */
  journal?: Journal;
}

export interface Host {
  /** Where AWS SDKs and the AWS CLI reach the host. */
  awsEndpoint: string;
  /** Where devices reach the broker, by TLS; undefined where no port was asked for. */
  mqttEndpoint: string | undefined;
  /** The assembly's region, or the host's own where the assembly leaves it open. */
  region: string;
  outputs: Outputs;
  call: HostContext['call'];
  /** Calls a function as the operator, by its name. Rejects where it fails. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** What the roles of the template may do and no call has needed since the start. */
  unusedGrants(): RoleGrant[];
  /** Takes a request to AWS as it stands on the wire, signature and all. Never rejects. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** The hub in which all messages meet, what its clients may do, and the certificate of the broker's authority. */
  iot: IotModule;
  /** Takes a request to the template's HTTP API. Never rejects. */
  api(request: WireRequest): Promise<WireResponse>;
  /** Takes a request to the template's distribution: the pages, and the HTTP API at the same address. Never rejects. */
  distribution(request: WireRequest): Promise<WireResponse>;
  /** Serves OpenID Connect, and the pages on which people sign in, below `/oidc/` of `apiEndpoint`. */
  people: CognitoModule['people'];
  close(): Promise<void>;
}

/** What functions are told where no port is open; whatever serves them decides what becomes of it. */
const ENDPOINT_WITHOUT_PORT = 'http://127.0.0.1:4566';

/** Tracing and log delivery: on AWS the platform does both under the role, and here there is nothing to do. */
const NEVER_SEEN = /^(logs|xray):/;

const STARTING = new ServiceError('ServiceUnavailable', 'The embedded host is still starting.', 503);

/** Opens the port first, so that functions can be told of it; until all is deployed it asks callers to come again. */
async function openPort({ ports, clock, log }: HostOptions, gateway: Gateway, closing: Closing) {
  let isOpen = false;
  if (ports.aws === undefined) return { endpoint: ENDPOINT_WITHOUT_PORT, open: () => {} };
  const handle = async (request: WireRequest) =>
    isOpen ? gateway.handle(request) : answerFault(undefined, request, STARTING);
  const server = await listen({ port: ports.aws, portVariable: 'AWS_PORT', answer: answerWith(handle, log), clock });
  closing.add(() => server.close());
  const open = () => {
    isOpen = true;
  };
  return { endpoint: `http://127.0.0.1:${server.port}`, open };
}

async function deploy(assembly: CloudAssembly, { kinds }: Modules, dataDir: string): Promise<Outputs> {
  const outputs = await deployAssembly(assembly, kinds);
  if (dataDir !== IN_MEMORY) writeFileSync(join(dataDir, 'outputs.json'), `${JSON.stringify(outputs, undefined, 2)}\n`);
  return outputs;
}

async function start(options: HostOptions, closing: Closing): Promise<Host> {
  const { clock, random, log } = options;
  const assembly = readCloudAssembly(options.assemblyDir);
  const { region, account, assets } = assembly;
  const data = openDataDir(options.dataDir, { fresh: options.fresh ?? false });
  closing.add(() => data.close());
  const memory = options.memory ?? {};
  memory.store ??= openStore(data.path === IN_MEMORY ? IN_MEMORY : join(data.path, 'store.sqlite'));
  const { store } = memory;
  closing.add(() => store.close());

  const credentials = createCredentials(random);
  const services: Services = {};
  const admit: Guard['admit'] = (service, request, caller) => modules.guard.admit(service, request, caller);
  const gateway = createGateway({ services, credentials, admit, clock, random, log });
  const port = await openPort(options, gateway, closing);
  const { call } = gateway;
  const context: HostContext = {
    clock,
    random,
    region,
    account,
    dataDir: data.path,
    memory,
    store,
    log,
    call,
    admit: (asked, caller) => modules.guard.admitAction(asked, caller),
    invoke: async (name, event, caller) => {
      modules.guard.admitAction({ action: 'lambda:InvokeFunction', resource: functionArn(name, context) }, caller);
      return modules.lambda.invoke(name, event);
    },
  };
  const logDir = join(data.path, 'logs');
  const runner = options.runner ?? createWorkerPool({ size: 2, logDir, clock, answer: gateway.handle, log });
  closing.add(() => runner.close());
  const modules: Modules = createModules(context, {
    assets,
    credentials,
    runner,
    endpoint: port.endpoint,
    apiEndpoint: options.apiEndpoint,
    mqttPort: options.ports.mqtt,
    journal: options.journal,
  });
  for (const module of modules.all) {
    Object.assign(services, module.services);
    closing.add(() => module.close?.());
  }

  const outputs = await deploy(assembly, modules, data.path);
  for (const { bucket, key, path } of assets.files()) await modules.s3.putFile(bucket, key, readFileSync(path));
  port.open();
  for (const module of modules.all) await module.start?.();
  const { iot, httpApi, cloudfront, cognito } = modules;
  return {
    awsEndpoint: port.endpoint,
    mqttEndpoint: options.ports.mqtt === undefined ? undefined : `mqtts://${iot.endpoint()}`,
    region,
    outputs,
    iot,
    call,
    invoke: modules.lambda.invoke,
    unusedGrants: () => modules.iam.roles.unused().filter(({ action }) => !NEVER_SEEN.test(action)),
    handle: gateway.handle,
    api: httpApi.api,
    distribution: cloudfront.distribution,
    people: cognito.people,
    close: () => closing.run(),
  };
}

/**
 * Serves the cloud assembly in `assemblyDir`, with what an earlier run has left in `dataDir`.
 *
 * @throws Error for people: a port or folder in use, a template that cannot be hosted. Nothing stays open then.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const closing = createClosing(options.log);
  try {
    return await start(options, closing);
  } catch (fault) {
    await closing.run();
    throw fault;
  }
}
