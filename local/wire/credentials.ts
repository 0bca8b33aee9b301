import type { Random } from '../../seams/random.ts';
import type { Caller } from './contract.ts';

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Which access key belongs to whom. Keys live as long as the process: nobody can keep one over a restart. */
export interface Credentials {
  /** A new key for `caller`; the same caller may hold several. */
  issue(caller: Caller): AccessKey;
  find(accessKeyId: string): { caller: Caller; secretAccessKey: string } | undefined;
}

/** RFC 4648, section 6: the letters that AWS's own key ids are made of. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `AKIA` and 16 letters, as AWS writes the id of a key that comes without a session token. */
function keyId(random: Random): string {
  const letters = Array.from(random.bytes(16), (byte) => BASE32[byte % BASE32.length]);
  return `AKIA${letters.join('')}`;
}

export function createCredentials(random: Random): Credentials {
  const keys = new Map<string, { caller: Caller; secretAccessKey: string }>();
  return {
    issue: (caller) => {
      const accessKeyId = keyId(random);
      const secretAccessKey = Buffer.from(random.bytes(30)).toString('base64');
      keys.set(accessKeyId, { caller, secretAccessKey });
      return { accessKeyId, secretAccessKey };
    },
    find: (accessKeyId) => keys.get(accessKeyId),
  };
}
