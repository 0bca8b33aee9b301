import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../../seams/random.ts';
import type { Store } from '../store.ts';

const SPACE = 'cognito/keys';
/** As Cognito's. */
const MODULUS_BITS = 2048;
const SECRET_BYTES = 32;

/** A private RSA key as a JWK (RFC 7518, section 6.3). */
export type SigningKey = Record<string, string>;

/** The key that signs people's tokens, RS256 as Cognito's: made once, and kept, so that tokens outlive a restart. */
export async function signingKey(store: Store, random: Random): Promise<SigningKey> {
  const found = store.get<SigningKey>(SPACE, 'signing');
  if (found) return found;
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  const kid = Buffer.from(random.bytes(SECRET_BYTES)).toString('base64');
  const made = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } as SigningKey;
  store.put(SPACE, 'signing', made);
  return made;
}

/** What anybody may know of it. */
export function publicHalf({ kty, n, e, kid, alg, use }: SigningKey): SigningKey {
  return { kty, n, e, kid, alg, use } as SigningKey;
}

/** Signs the provider's cookies. */
export function cookieSecret(store: Store, random: Random): string {
  const found = store.get<string>(SPACE, 'cookies');
  if (found) return found;
  const made = Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url');
  store.put(SPACE, 'cookies', made);
  return made;
}
