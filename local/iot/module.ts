import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IN_MEMORY } from '../data-dir.ts';
import type { HostContext, HostModule } from '../module.ts';
import type { Caller } from '../wire/contract.ts';
import { type Authorize, authorizeByPolicy } from './authorize.ts';
import { type Broker, openBroker } from './broker.ts';
import { type CertificateAuthority, openCertificateAuthority } from './certificates.ts';
import { controlPlane } from './control-plane.ts';
import { dataPlane } from './data-plane.ts';
import { createHub, type Hub } from './hub.ts';
import { iotKinds } from './kinds.ts';
import { openRegistry } from './registry.ts';
import { openTopicRules } from './rules/topic-rules.ts';
import { openShadows } from './shadows.ts';

/** In the host's data folder: what a client needs to know that it speaks to this host. */
const CA_FILE = 'ca.pem';

export interface IotModule extends HostModule {
  hub: Hub;
  /** What the policies of the template, and those attached since, let a client do. */
  authorize: Authorize;
  /** `host:port` at which devices find the broker. Throws before `start`. */
  endpoint(): string;
  /** The certificate of the host's own authority, as PEM. Throws before `start`. */
  caCertificate(): string;
}

/**
 * AWS IoT Core. `port` is the broker's (0 for any free one); without it there is no broker, and only what runs in
 * the process reaches the hub: so the simulator has it.
 */
export function iotModule(context: HostContext, { port }: { port?: number }): IotModule {
  const { clock, random, store, log } = context;
  const arn = (resource: string) => `arn:aws:iot:${context.region}:${context.account}:${resource}`;
  const onFault = (fault: unknown) => log(`IoT: ${fault instanceof Error ? (fault.stack ?? fault.message) : fault}`);
  const asRule = (ruleName: string): Caller => {
    const sourceArn = arn(`rule/${ruleName}`);
    return { kind: 'service', name: 'iot.amazonaws.com', sourceArn };
  };
  const invoke = (functionName: string, event: unknown, ruleName: string) =>
    context.invoke(functionName, event, asRule(ruleName));
  const admitPublish = (topic: string, roleArn: string, ruleName: string) =>
    context.admit({ action: 'iot:Publish', resource: arn(`topic/${topic}`) }, { ...asRule(ruleName), roleArn });

  const hub = createHub({ clock, store });
  const shadows = openShadows({ hub, store, clock });
  const rules = openTopicRules({ hub, store, clock, random, invoke, admitPublish, log });
  const registry = openRegistry(store);
  const authorize = authorizeByPolicy(registry, arn);
  let broker: Broker | undefined;
  let opening: Promise<CertificateAuthority> | undefined;
  let caCertificate: string | undefined;
  registry.onChange(() => broker?.review());

  const authority = () => {
    opening ??= openCertificateAuthority(store, clock, random);
    return opening;
  };
  const started = <Value>(value: Value | undefined, what: string): Value => {
    if (value === undefined) throw new Error(`IoT has no ${what} before it is started.`);
    return value;
  };
  const endpoint = () => `localhost:${started(broker, 'endpoint').port}`;
  const data = dataPlane({ hub, shadows, clock, onFault });

  return {
    hub,
    authorize,
    endpoint,
    caCertificate: () => started(caCertificate, 'certificate'),
    services: {
      iot: controlPlane({ registry, authority, clock, arn, endpoint, onFault }),
      iotdata: data,
      iotdevicegateway: data,
    },
    kinds: iotKinds(registry, rules, arn),
    async start() {
      rules.start();
      if (port === undefined) return;
      const ca = await authority();
      caCertificate = ca.certificate;
      if (context.dataDir !== IN_MEMORY) writeFileSync(join(context.dataDir, CA_FILE), caCertificate);
      const tls = { ...(await ca.issueForHost()), ca: caCertificate };
      broker = await openBroker({ hub, authorize, port, tls, log });
    },
    async close() {
      rules.stop();
      await broker?.close();
    },
  };
}
