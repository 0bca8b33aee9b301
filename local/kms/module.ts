import { createHash } from 'node:crypto';
import type { DeclaredResource, DeployedResource, HostContext, HostModule, ResourceKind } from '../module.ts';
import { jsonService } from '../wire/json-service.ts';
import { encryption } from './encryption.ts';
import { keyDirectory } from './key-directory.ts';
import { KEY_SPECS } from './key-specs.ts';
import { type Keys, keys as openKeys } from './keys.ts';
import { signing } from './signing.ts';

export interface KmsModule extends HostModule {
  /** The ARN of the key that an id, an ARN or an alias stands for; the id itself where there is no such key. */
  keyArn(id: string): string;
}

interface KeyProperties {
  KeySpec?: string;
  KeyUsage?: string;
  Description?: string;
  Enabled?: boolean;
}

/** The same resource has the same key id on every start, so that what a key has signed or sealed stays good. */
function keyIdOf({ stack, logicalId }: DeclaredResource): string {
  const hash = createHash('sha256').update(`${stack}/${logicalId}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x40;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function deployKey(keys: Keys, { clock, random }: HostContext, resource: DeployedResource): void {
  const { ref: keyId, logicalId } = resource;
  const properties: KeyProperties = resource.properties;
  const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT', Description = '', Enabled = true } = properties;
  const spec = KEY_SPECS[KeySpec];
  if (!spec || spec.usage !== KeyUsage) {
    throw new Error(
      `The key ${logicalId} is to be ${KeySpec} for ${KeyUsage}. The embedded host has ${Object.entries(KEY_SPECS)
        .map(([name, { usage }]) => `${name} for ${usage}`)
        .join(', ')}.`,
    );
  }
  const found = keys.list().find((key) => key.keyId === keyId);
  if (found && found.spec !== KeySpec) {
    throw new Error(
      `The key ${logicalId} exists as ${found.spec}, and the template says ${KeySpec}. A key cannot change its spec: give it a new logical id, or start once with --fresh.`,
    );
  }
  const material = found?.material ?? spec.generate(random);
  const createdAt = found?.createdAt ?? clock.now();
  keys.put({ keyId, spec: KeySpec, material, description: Description, enabled: Enabled, createdAt });
}

function keyKind(keys: Keys, context: HostContext): ResourceKind {
  return {
    identify: (resource) => {
      const keyId = keyIdOf(resource);
      return { ref: keyId, attributes: { Arn: keys.arn(keyId), KeyId: keyId } };
    },
    deploy: (resource) => deployKey(keys, context, resource),
  };
}

function aliasKind(keys: Keys): ResourceKind {
  return {
    identify: ({ declared, logicalId }) => {
      const name = declared['AliasName'];
      if (typeof name === 'string' && name.startsWith('alias/')) return { ref: name, attributes: {} };
      throw new Error(`The alias ${logicalId} needs a name that is plain text and starts with 'alias/'.`);
    },
    deploy: ({ ref, properties }) => keys.putAlias(ref, keys.find(String(properties['TargetKeyId'])).keyId),
  };
}

/**
 * KMS for development: keys are made once and kept in the host's store, in clear. Who may use a key is judged before
 * a call comes here.
 */
export function kmsModule(context: HostContext): KmsModule {
  const keys = openKeys(context);
  const { random, account, log } = context;
  const operations = { ...encryption(keys, random), ...signing(keys, random), ...keyDirectory(keys, account) };
  const onFault = (fault: unknown): void => log(`kms: ${fault instanceof Error ? fault.stack : fault}`);
  const keyArn = (id: string): string => {
    try {
      return keys.arn(keys.find(id).keyId);
    } catch {
      return id;
    }
  };
  return {
    keyArn,
    services: { kms: jsonService('kms', '1.1', operations, onFault) },
    kinds: { 'AWS::KMS::Key': keyKind(keys, context), 'AWS::KMS::Alias': aliasKind(keys) },
  };
}
