import { readFile } from 'node:fs/promises';
import type { AssetLibrary } from './assembly/assets.ts';
import { type CloudFrontModule, cloudfrontModule } from './cloudfront/module.ts';
import { type CognitoModule, cognitoModule } from './cognito/module.ts';
import { dynamodbModule } from './dynamodb/module.ts';
import { type EventsModule, eventsModule } from './events/module.ts';
import { type HttpApiModule, httpApiModule } from './http-api/module.ts';
import { createGuard, type Guard } from './iam/guard.ts';
import { type IamModule, iamModule } from './iam/module.ts';
import { type IotModule, iotModule } from './iot/module.ts';
import { kmsModule } from './kms/module.ts';
import type { Runner } from './lambda/contract.ts';
import { type LambdaModule, lambdaModule } from './lambda/module.ts';
import type { HostContext, HostModule, ResourceKind } from './module.ts';
import { type S3Module, s3Module } from './s3/module.ts';
import { secretsManagerModule } from './secretsmanager/module.ts';
import type { StatusChange } from './states/api/status-change.ts';
import type { Journal } from './states/journal/journal.ts';
import { type StatesModule, statesModule } from './states/module.ts';
import { stsModule } from './sts/module.ts';
import type { Credentials } from './wire/credentials.ts';

export interface ModuleOptions {
  assets: AssetLibrary;
  credentials: Credentials;
  runner: Runner;
  /** Where functions reach AWS. */
  endpoint: string;
  apiEndpoint: string;
  /** Absent where nothing but the process itself is to reach the broker. */
  mqttPort: number | undefined;
  journal: Journal | undefined;
}

/** All that the host can stand for. */
export interface Modules {
  /** In the order in which they start: each after those it calls. They close in the reverse of it. */
  all: HostModule[];
  /** What of a template they bring to life, by resource type. */
  kinds: Record<string, ResourceKind>;
  /** Judges each call before its service sees it. */
  guard: Guard;
  cloudfront: CloudFrontModule;
  cognito: CognitoModule;
  httpApi: HttpApiModule;
  iam: IamModule;
  iot: IotModule;
  lambda: LambdaModule;
  s3: S3Module;
}

/** Amazon EventBridge, "Step Functions Execution Status Change": what Step Functions tells the default bus, durably. */
function tellStatus({ store }: HostContext, events: EventsModule, detail: StatusChange): Promise<void> {
  events.put({
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    detail,
    resources: [detail.executionArn],
  });
  return store.settled();
}

function states(context: HostContext, events: EventsModule, { assets, journal }: ModuleOptions): StatesModule {
  return statesModule(context, {
    onStatusChange: (detail) => tellStatus(context, events, detail),
    readAsset: (bucket, key) => readFile(assets.find(bucket, key).path, 'utf8'),
    ...(journal && { journal }),
  });
}

export function createModules(context: HostContext, options: ModuleOptions): Modules {
  const { apiEndpoint, mqttPort } = options;
  const iam = iamModule(context);
  const lambda = lambdaModule(context, options);
  const events = eventsModule(context);
  const s3 = s3Module(context, { publish: (entry) => events.put(entry) });
  const iot = iotModule(context, mqttPort === undefined ? {} : { port: mqttPort });
  const cognito = cognitoModule(context, { endpoint: apiEndpoint });
  const httpApi = httpApiModule(context, { endpoint: apiEndpoint, keysOf: cognito.keysOf });
  const cloudfront = cloudfrontModule(context, {
    ...{ endpoint: apiEndpoint, bucketEndpoint: options.endpoint },
    apiOf: httpApi.apiOf,
  });
  const kms = kmsModule(context);
  const secretsManager = secretsManagerModule(context);
  const stateMachines = states(context, events, options);
  const data = [dynamodbModule(context), kms, s3, secretsManager, stsModule(context)];
  const all = [iam, ...data, lambda, events, iot, cognito, httpApi, cloudfront, stateMachines];
  const kinds = iam.resources.overhearing(Object.assign({}, ...all.map((module) => module.kinds)));
  const names = { ...context, ...kms, ...secretsManager, ...stateMachines };
  const guard = createGuard({ roles: iam.roles, resources: iam.resources, names, log: context.log });
  return { all, cloudfront, cognito, guard, httpApi, iam, iot, kinds, lambda, s3 };
}
