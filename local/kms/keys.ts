import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { HostContext } from '../module.ts';
import { ServiceError } from '../wire/contract.ts';

/**
 * A key as the store keeps it. Its material lies on the disk of this machine in clear: this KMS is for development,
 * and guards nothing from whoever can read the data folder.
 */
export interface KeyRecord {
  keyId: string;
  spec: string;
  material: string;
  description: string;
  enabled: boolean;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export interface Keys {
  arn(keyId: string): string;
  aliasArn(name: string): string;
  /** Takes a key id, an alias name, or the ARN of either, as a caller gave it. Throws `NotFoundException`. */
  find(id: unknown): KeyRecord;
  list(): KeyRecord[];
  put(key: KeyRecord): void;
  aliases(): Array<{ name: string; keyId: string }>;
  putAlias(name: string, keyId: string): void;
  privateKey(key: KeyRecord): KeyObject;
  publicKey(key: KeyRecord): KeyObject;
}

const KEYS = 'kms/keys';
const ALIASES = 'kms/aliases';

export function keys({ store, region, account }: Pick<HostContext, 'store' | 'region' | 'account'>): Keys {
  const prefix = `arn:aws:kms:${region}:${account}:`;
  const parsed = new Map<string, KeyObject>();

  const notFound = (what: string, id: string): ServiceError =>
    new ServiceError('NotFoundException', `${what} ${id.startsWith('arn:') ? id : prefix + id} is not found.`);

  const find = (id: unknown): KeyRecord => {
    if (typeof id !== 'string') throw new ServiceError('ValidationException', "'KeyId' is missing.");
    const name = id.startsWith(prefix) ? id.slice(prefix.length).replace(/^key\//, '') : id;
    if (!name.startsWith('alias/')) {
      const key = store.get<KeyRecord>(KEYS, name);
      if (key) return key;
      throw notFound('Key', name === id && !id.startsWith('arn:') ? `key/${id}` : id);
    }
    const target = store.get<string>(ALIASES, name);
    if (target === undefined) throw notFound('Alias', id);
    return find(target);
  };

  const privateKey = (key: KeyRecord): KeyObject => {
    const known = parsed.get(key.keyId);
    if (known) return known;
    const read = createPrivateKey({ key: Buffer.from(key.material, 'base64'), format: 'der', type: 'pkcs8' });
    parsed.set(key.keyId, read);
    return read;
  };

  return {
    arn: (keyId) => `${prefix}key/${keyId}`,
    aliasArn: (name) => `${prefix}${name}`,
    find,
    list: () => store.list<KeyRecord>(KEYS).map(({ value }) => value),
    put: (key) => store.put(KEYS, key.keyId, key),
    aliases: () => store.list<string>(ALIASES).map(({ key, value }) => ({ name: key, keyId: value })),
    putAlias: (name, keyId) => store.put(ALIASES, name, keyId),
    privateKey,
    publicKey: (key) => createPublicKey(privateKey(key)),
  };
}
