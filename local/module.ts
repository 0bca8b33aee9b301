import type { Clock } from '../seams/clock.ts';
import type { Random } from '../seams/random.ts';
import type { Asked } from './iam/statement.ts';
import type { Memory } from './memory.ts';
import type { Store } from './store.ts';
import type { Caller, Service, WireRequest, WireResponse } from './wire/contract.ts';

/** What the host gives to each of its modules. */
export interface HostContext {
  clock: Clock;
  random: Random;
  region: string;
  account: string;
  /** A folder of the module's own choosing lies below; it outlives the process. */
  dataDir: string;
  /** Where `dataDir` is `:memory:`: what lies there in its place. */
  memory?: Memory;
  store: Store;
  /** Tells the developer what the host did; one line. Never a secret. */
  log: (line: string) => void;
  /** Calls a service of the host as `caller`, without the network. `service` is the signing name (`dynamodb`). */
  call: (service: string, request: WireRequest, caller: Caller) => Promise<WireResponse>;
  /** Throws a ServiceError where the caller may not do what is asked, for what is done without calling a service. */
  admit: (asked: Asked, caller: Caller) => void;
  /** Calls a function by its name as `caller`, and waits for its answer. Rejects where it fails, or is refused. */
  invoke: (functionName: string, event: unknown, caller: Caller) => Promise<unknown>;
}

/** A resource of the template, as far as it is known before references are resolved. */
export interface DeclaredResource {
  stack: string;
  logicalId: string;
  type: string;
  /** Stable over restarts, unique, and fit for names that AWS limits to 63 characters. */
  physicalName: string;
  /** As in the template, with intrinsic functions still in place. */
  declared: Record<string, unknown>;
  /** What a stack exports under a name, with intrinsic functions still in place; undefined where none does. */
  exported?: (name: string) => Exported | undefined;
}

export interface Exported {
  stack: string;
  value: unknown;
}

export interface ResourceIdentity {
  /** What `Ref` gives. */
  ref: string;
  /** What `Fn::GetAtt` gives, by attribute. */
  attributes: Record<string, string>;
}

export interface DeployedResource extends DeclaredResource, ResourceIdentity {
  /** With all references resolved. */
  properties: Record<string, unknown>;
}

/**
 * What the host knows of one CloudFormation resource type. Identities do not depend on other resources, so every
 * reference resolves before the first resource is deployed.
 */
export interface ResourceKind {
  identify(resource: DeclaredResource): ResourceIdentity;
  /** Brings the resource to life, or finds it as the last run of the host left it. */
  deploy(resource: DeployedResource): Promise<void> | void;
}

/** One AWS service of the host: what it answers on the wire, by signing name, and which resource types are its own. */
export interface HostModule {
  services: Record<string, Service>;
  kinds: Record<string, ResourceKind>;
  /** Called once everything of the template is deployed. */
  start?(): Promise<void> | void;
  close?(): Promise<void> | void;
}
