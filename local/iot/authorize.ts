import { compilePolicies, type Decide } from './policy.ts';
import type { Registry } from './registry.ts';

/** A client that asks to connect. */
export interface Connecting {
  clientId: string;
  /** The SHA-256 of the certificate with which it proved itself, in hexadecimal: AWS's form of an id. */
  certificateId: string | undefined;
}

/** Who a connected client is. */
export interface Principal extends Connecting {
  certificateId: string;
}

/** What IoT policies decide: `iot:Connect`, `iot:Publish`, `iot:RetainPublish`, `iot:Subscribe` and `iot:Receive`. */
export interface Authorize {
  /** The client's principal, or undefined when it may not connect. */
  connect(connecting: Connecting): Principal | undefined;
  /** Whether a client that is connected may stay: its certificate may have been taken from it. */
  stay(principal: Principal): boolean;
  publish(principal: Principal, topic: string, retain: boolean): boolean;
  subscribe(principal: Principal, filter: string): boolean;
  receive(principal: Principal, topic: string): boolean;
}

const never: Decide = () => false;

/**
 * Decides by the policies that are attached to a client's certificate. The thing that policy variables speak of is
 * the one that is named as the client is, if the certificate is attached to it (AWS IoT Core, "Thing policy
 * variables"). `arn` completes a resource such as `topic/a/b`.
 */
export function authorizeByPolicy(registry: Registry, arn: (resource: string) => string): Authorize {
  const compiled = new WeakMap<Principal, { revision: number; decide: Decide }>();

  const isActive = (id: string) => registry.findCertificate(id)?.status === 'ACTIVE';
  const compile = ({ clientId, certificateId }: Principal): Decide => {
    const certificate = registry.findCertificate(certificateId);
    if (certificate?.status !== 'ACTIVE') return never;
    const isThing = registry.principalsOf(clientId).includes(certificate.arn);
    const documents = registry.policiesOf(certificate.arn).map(({ document }) => document);
    return compilePolicies(documents, {
      'iot:ClientId': clientId,
      'iot:Connection.Thing.ThingName': isThing ? clientId : undefined,
    });
  };
  /** Compiled once for each connection, and again where certificates, things or policies have changed since. */
  const may: (principal: Principal, ...asked: Parameters<Decide>) => boolean = (principal, action, resource) => {
    const revision = registry.revision();
    const known = compiled.get(principal);
    const decide = known?.revision === revision ? known.decide : compile(principal);
    compiled.set(principal, { revision, decide });
    return decide(action, arn(resource));
  };

  return {
    connect({ clientId, certificateId }) {
      if (certificateId === undefined) return undefined;
      const principal = { clientId, certificateId };
      return may(principal, 'iot:Connect', `client/${clientId}`) ? principal : undefined;
    },
    stay: ({ certificateId }) => isActive(certificateId),
    publish: (principal, topic, retain) =>
      may(principal, 'iot:Publish', `topic/${topic}`) &&
      (!retain || may(principal, 'iot:RetainPublish', `topic/${topic}`)),
    subscribe: (principal, filter) => may(principal, 'iot:Subscribe', `topicfilter/${filter}`),
    receive: (principal, topic) => may(principal, 'iot:Receive', `topic/${topic}`),
  };
}
