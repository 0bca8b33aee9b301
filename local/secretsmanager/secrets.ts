import { createHash } from 'node:crypto';
import { uuid } from '../../seams/random.ts';
import type { HostContext } from '../module.ts';
import { ServiceError } from '../wire/contract.ts';

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';

export interface SecretVersion {
  id: string;
  value: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** A secret and the two versions that have a label: AWS deletes those without one, in its own time. */
export interface SecretRecord {
  arn: string;
  name: string;
  description: string;
  createdAt: number;
  /** What the template said of the value when it was last deployed, as a hash. */
  declared: string;
  current?: SecretVersion;
  previous?: SecretVersion;
}

export interface Secrets {
  arn(stack: string, logicalId: string, name: string): string;
  /** By name, by ARN, or by the ARN without its last six characters. */
  find(secretId: string): SecretRecord;
  get(arn: string): SecretRecord | undefined;
  save(secret: SecretRecord): void;
  list(): SecretRecord[];
  /**
   * Saves a secret with its next value. Repeated under the same token, it does nothing.
   *
   * @throws ServiceError where the token has been used for another value.
   */
  putValue(secret: SecretRecord, value: string, token?: string): SecretVersion;
}

const SPACE = 'secretsmanager';

/** A secret is also found by its ARN without the six characters that AWS ends it with. */
export const withoutSuffix = (arn: string): string => arn.slice(0, -'-012345'.length);

/** Secrets in the host's store, in clear: what is on a developer's disk is the developer's. */
export function secrets({ store, region, account, clock, random }: HostContext): Secrets {
  const prefix = `arn:aws:secretsmanager:${region}:${account}:secret:`;
  const list = () => store.list<SecretRecord>(SPACE).map(({ value }) => value);
  const save = (secret: SecretRecord) => store.put(SPACE, secret.arn, secret);
  return {
    // AWS ends ARNs with six characters of chance; here they follow from the template, and so outlive the process.
    arn: (stack, logicalId, name) =>
      `${prefix}${name}-${createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 6)}`,
    find(secretId) {
      const found = list().find(
        ({ arn, name }) => secretId === arn || secretId === name || secretId === withoutSuffix(arn),
      );
      if (found) return found;
      throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    },
    get: (arn) => store.get<SecretRecord>(SPACE, arn),
    save,
    list,
    putValue(secret, value, token) {
      const same = [secret.current, secret.previous].find((version) => version && version.id === token);
      if (same && same.value !== value) {
        const message = 'A version with that ClientRequestToken exists, and has another value.';
        throw new ServiceError('ResourceExistsException', message);
      }
      if (same) return same;
      const current = { id: token ?? uuid(random), value, createdAt: clock.now() };
      save({ ...secret, current, ...(secret.current ? { previous: secret.current } : {}) });
      return current;
    },
  };
}
