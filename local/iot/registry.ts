import { createHash } from 'node:crypto';
import type { Store } from '../store.ts';
import { ServiceError } from '../wire/contract.ts';
import { isObject } from './json.ts';

const THINGS = 'iot/things';
const CERTIFICATES = 'iot/certificates';
const POLICIES = 'iot/policies';
/** Keys are `{thing}/{principal}`: neither a thing's name nor an ARN of a certificate ends or begins with a slash. */
const PRINCIPALS = 'iot/thing-principals';
/** Keys are `{target} {policy}`: neither holds a space. */
const ATTACHED = 'iot/attached-policies';

export interface Thing {
  name: string;
  id: string;
  attributes: Record<string, string>;
}

export interface Certificate {
  id: string;
  arn: string;
  pem: string;
  status: 'ACTIVE' | 'INACTIVE' | 'REVOKED';
  /** Seconds since the epoch. */
  createdAt: number;
}

interface Policy {
  name: string;
  arn: string;
  /** As JSON text. */
  document: string;
}

/** Things, certificates, policies, and which belongs to which. Durable. Throws AWS's faults. */
export interface Registry {
  /** Grows with each change, so that what was derived can be told from what is. */
  revision(): number;
  /** Calls back after each change. */
  onChange(listener: () => void): void;
  /** Throws where the thing exists with other attributes. */
  createThing(thing: Omit<Thing, 'id'>): Thing;
  /** Makes the thing, or replaces its attributes. */
  putThing(thing: Omit<Thing, 'id'>): Thing;
  thing(name: string): Thing;
  things(): Thing[];
  deleteThing(name: string): void;
  putCertificate(certificate: Certificate): void;
  certificate(id: string): Certificate;
  /** Undefined where there is none. */
  findCertificate(id: string): Certificate | undefined;
  putPolicy(policy: Policy): void;
  policy(name: string): Policy;
  attachPrincipal(thing: string, principal: string): void;
  detachPrincipal(thing: string, principal: string): void;
  principalsOf(thing: string): string[];
  attachPolicy(policy: string, target: string): void;
  detachPolicy(policy: string, target: string): void;
  policiesOf(target: string): Policy[];
}

/** A UUID that is the same for the same name in every run: identities are asked for before anything is made. */
export function thingId(name: string): string {
  const hex = createHash('sha256').update(`thing ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function attributesOf(declared: unknown): Record<string, string> {
  const attributes = isObject(declared) && isObject(declared['attributes']) ? declared['attributes'] : {};
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]));
}

export function openRegistry(store: Store): Registry {
  const listeners: Array<() => void> = [];
  let revision = 0;
  const changed = () => {
    revision += 1;
    for (const listener of listeners) listener();
  };
  const find = <Value>(space: string, key: string, what: string): Value => {
    const found = store.get<Value>(space, key);
    if (!found) throw new ServiceError('ResourceNotFoundException', `${what} ${key} cannot be found.`, 404);
    return found;
  };
  const thing = (name: string) => find<Thing>(THINGS, name, 'Thing');
  const certificate = (id: string) => find<Certificate>(CERTIFICATES, id, 'Certificate');
  const policy = (name: string) => find<Policy>(POLICIES, name, 'Policy');
  const targetKey = (target: string, name: string) => `${target} ${name}`;
  const principalsOf = (name: string) =>
    store.list(PRINCIPALS, `${name}/`).map(({ key }) => key.slice(name.length + 1));

  const putThing: Registry['putThing'] = (wanted) => {
    const thing = { ...wanted, id: thingId(wanted.name) };
    store.put(THINGS, thing.name, thing);
    changed();
    return thing;
  };

  return {
    revision: () => revision,
    onChange: (listener) => void listeners.push(listener),
    thing,
    certificate,
    findCertificate: (id) => store.get<Certificate>(CERTIFICATES, id),
    policy,
    principalsOf,
    putThing,
    createThing(wanted) {
      const before = store.get<Thing>(THINGS, wanted.name);
      if (before && JSON.stringify(before.attributes) !== JSON.stringify(wanted.attributes)) {
        const text = `Thing ${wanted.name} already exists in account with different attributes`;
        throw new ServiceError('ResourceAlreadyExistsException', text, 409);
      }
      return putThing(wanted);
    },
    things: () => store.list<Thing>(THINGS).map(({ value }) => value),
    deleteThing(name) {
      if (principalsOf(name).length > 0) {
        const text = `Cannot delete. Thing ${name} is still attached to one or more principals`;
        throw new ServiceError('InvalidRequestException', text);
      }
      store.delete(THINGS, name);
      changed();
    },
    putCertificate(made) {
      store.put(CERTIFICATES, made.id, made);
      changed();
    },
    putPolicy(made) {
      store.put(POLICIES, made.name, made);
      changed();
    },
    attachPrincipal(name, principal) {
      thing(name);
      certificate(principal.slice(principal.lastIndexOf('/') + 1));
      store.put(PRINCIPALS, `${name}/${principal}`, {});
      changed();
    },
    detachPrincipal(name, principal) {
      thing(name);
      store.delete(PRINCIPALS, `${name}/${principal}`);
      changed();
    },
    attachPolicy(name, target) {
      policy(name);
      store.put(ATTACHED, targetKey(target, name), {});
      changed();
    },
    detachPolicy(name, target) {
      policy(name);
      store.delete(ATTACHED, targetKey(target, name));
      changed();
    },
    policiesOf: (target) =>
      store.list(ATTACHED, targetKey(target, '')).map(({ key }) => policy(key.slice(target.length + 1))),
  };
}
