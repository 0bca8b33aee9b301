import { createLocalJWKSet, importJWK, type JWK, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import type { Clock } from '../../seams/clock.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { Ask } from './request.ts';

const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) });
type KeySet = z.infer<typeof KeySet>;

/** The city's public keys (`/.well-known/jwks.json`), kept on disk: a kiosk verifies also while the API is away. */
export interface KeyRing {
  /** Whether a signing key of this id is known, asking the cloud where it is not. @throws CloudUnreachable */
  knows(kid: string): Promise<boolean>;
  /** Finds the key of a token among those that are known. */
  signing: JWTVerifyGetKey;
  /** The key to which credentials are sealed. @throws CloudUnreachable */
  sealing(): Promise<{ kid: string; key: Awaited<ReturnType<typeof importJWK>> }>;
}

/** A forged token with a made-up key id must not make the kiosk ask the cloud each time. */
const ASK_AGAIN_AFTER_MS = 30_000;
/** Keys rotate over days; an hour keeps a withdrawn key out of use. */
const FRESH_FOR_MS = 3_600_000;

interface Cached extends KeySet {
  fetchedAt: number;
}

export function keyRing(endpoint: string, deps: { ask: Ask; clock: Clock; store: KioskStore }): KeyRing {
  let cached = deps.store.get<Cached>('keys');
  let pending: Promise<Cached> | undefined;

  const refresh = async (): Promise<Cached> => {
    const url = `${endpoint.replace(/\/$/, '')}/.well-known/jwks.json`;
    const { keys } = await deps.ask({ method: 'GET', url, headers: {} }, KeySet);
    cached = { keys, fetchedAt: deps.clock.now() };
    deps.store.put('keys', cached);
    return cached;
  };
  const fetched = () => {
    pending ??= refresh().finally(() => {
      pending = undefined;
    });
    return pending;
  };
  /** When the city last answered that it was asked for a key that was not known, by the clock. */
  let soughtAt = Number.NEGATIVE_INFINITY;
  const seek = async () => {
    await fetched();
    soughtAt = deps.clock.now();
  };
  const age = () => (cached ? deps.clock.now() - cached.fetchedAt : Number.POSITIVE_INFINITY);
  const has = (kid: string) => cached?.keys.some((key) => key.kid === kid && key['use'] !== 'enc') ?? false;

  return {
    knows: async (kid) => {
      // However fresh the keys are: the city may have begun to sign with a new one since.
      if (!has(kid) && deps.clock.now() - soughtAt > ASK_AGAIN_AFTER_MS) await seek();
      // A key that the city has withdrawn goes from here too; while the city is away, what is known stands.
      else if (has(kid) && age() > FRESH_FOR_MS) await fetched().catch(() => undefined);
      return has(kid);
    },
    signing: (header, token) => {
      const keys = (cached?.keys ?? []).filter((key) => key['use'] !== 'enc');
      return createLocalJWKSet({ keys: keys as JWK[] })(header, token);
    },
    sealing: async () => {
      const known = sealingKey(cached);
      const jwk =
        known && age() < FRESH_FOR_MS ? known : await fetched().then(sealingKey, (error) => known ?? raise(error));
      if (!jwk) throw new Error('The city publishes no key (use "enc") to which a credential could be sealed.');
      return { kid: jwk.kid, key: await importJWK(jwk as JWK, 'RSA-OAEP-256') };
    },
  };
}

const sealingKey = (keys: KeySet | undefined) => keys?.keys.find((key) => key['use'] === 'enc');

function raise(error: unknown): never {
  throw error;
}
