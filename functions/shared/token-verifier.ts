import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import type * as z from 'zod/mini';
import type { Clock } from '../../seams/clock.ts';
import { clientSettings } from './aws.ts';
import { TokenRefused } from './errors.ts';

/** The public half of a signing key, by its key id. */
export type PublicKeys = () => Promise<Map<string, JsonWebKey>>;

/** Reads the signing keys from KMS, once for the life of the function. `keyIds` is a list parted by commas. */
export function kmsPublicKeys(keyIds: string): PublicKeys {
  const kms = new KMSClient(clientSettings());
  const read = async (keyId: string): Promise<[string, JsonWebKey]> => {
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: keyId }));
    const key = createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
    return [keyId, key.export({ format: 'jwk' })];
  };
  let keys: Promise<Map<string, JsonWebKey>> | undefined;
  return () => {
    keys ??= Promise.all(keyIds.split(',').map(read)).then((entries) => new Map(entries));
    keys.catch(() => {
      keys = undefined;
    });
    return keys;
  };
}

export interface TokenVerifier {
  /**
   * The claims of a token that one of our keys signed, that is meant for `audience`, has not expired and fits the
   * schema (which fixes its scope).
   *
   * @throws TokenRefused otherwise, with the reason.
   */
  verify<Claims>(token: string, audience: string, schema: z.ZodMiniType<Claims>): Promise<Claims>;
}

export function tokenVerifier(deps: { issuer: string; publicKeys: PublicKeys; clock: Clock }): TokenVerifier {
  // The library reads the machine's time. An endless grace leaves the expiry to the injected clock, below.
  const verifier = JwtVerifier.create({
    issuer: deps.issuer,
    audience: null,
    jwksUri: 'https://keys.invalid/',
    graceSeconds: Number.MAX_SAFE_INTEGER,
  });
  const loadKeys = async () => {
    const keys = [...(await deps.publicKeys())].map(([kid, jwk]) => ({ ...jwk, kid, alg: 'ES256', use: 'sig' }));
    verifier.cacheJwks({ keys } as Jwks);
  };
  const check = (token: string, audience: string): { exp?: number } => {
    try {
      return verifier.verifySync(token, { audience });
    } catch (cause) {
      throw new TokenRefused(`The token was refused: ${(cause as Error).message}`, { cause });
    }
  };
  return {
    async verify(token, audience, schema) {
      await loadKeys();
      const payload = check(token, audience);
      if ((payload.exp ?? 0) * 1000 <= deps.clock.now())
        throw new TokenRefused('The token was refused: it has expired.');
      const claims = schema.safeParse(payload);
      if (!claims.success) throw new TokenRefused('The token was refused: it is for another purpose.');
      return claims.data;
    },
  };
}
