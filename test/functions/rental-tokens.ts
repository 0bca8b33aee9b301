import { generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import { type TokenVerifier, tokenVerifier } from '../../functions/shared/token-verifier.ts';
import { RENTAL_AUDIENCES } from '../../functions/shared/tokens.ts';
import type { Clock } from '../../seams/clock.ts';

/** A clock that stands until the test moves it. */
export interface StandingClock extends Clock {
  set(instant: string): void;
}

export function standingClock(instant: string): StandingClock {
  let now = Date.parse(instant);
  return {
    now: () => now,
    after: () => {
      throw new Error('Nothing waits on this clock.');
    },
    set: (next) => {
      now = Date.parse(next);
    },
  };
}

const ISSUER = 'urn:freewheel:testville';
const KEY_ID = 'key-1';

export interface RentalTokens {
  verifier: TokenVerifier;
  /** A token for a rental at a kiosk, good for a day, with the claims that the test wants otherwise. */
  mint(rental: string, kiosk: string, claims?: Record<string, unknown>): string;
}

/** Mints rental tokens with a key of the test's own, and verifies them as the services do. */
export function rentalTokens(clock: Clock): RentalTokens {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = new Map<string, JsonWebKey>([[KEY_ID, publicKey.export({ format: 'jwk' })]]);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return {
    verifier: tokenVerifier({ issuer: ISSUER, publicKeys: async () => keys, clock }),
    mint(rental, kiosk, claims = {}) {
      const iat = Math.floor(clock.now() / 1000);
      const payload = {
        iss: ISSUER,
        iat,
        exp: iat + 24 * 60 * 60,
        jti: 'token-1',
        aud: RENTAL_AUDIENCES,
        scope: 'rental',
        sub: 'resident_0123456789abcdef',
        rental,
        kiosk,
        session: '5e551000-0000-4000-8000-000000000000',
        ...claims,
      };
      const content = `${encode({ alg: 'ES256', kid: KEY_ID, typ: 'JWT' })}.${encode(payload)}`;
      const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${content}.${signature.toString('base64url')}`;
    },
  };
}
