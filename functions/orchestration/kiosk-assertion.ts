import { decodeJwt } from 'jose/jwt/decode';
import { jwtVerify } from 'jose/jwt/verify';
import * as z from 'zod/mini';
import { KioskId } from '../shared/fields.ts';
import type { RegisteredKiosk } from './kiosk-store.ts';

/** An assertion is made for one request: a minute covers the slowest. */
const LIFE_SECONDS_MAX = 60;
/** How far a kiosk's clock may be from ours. */
const SKEW_SECONDS = 10;

const Payload = z.object({ jti: z.string().check(z.minLength(8), z.maxLength(128)), exp: z.int() });

/** The kiosk that an assertion names as its issuer, before anything is believed. */
export function issuerOf(assertion: string): string | undefined {
  try {
    return KioskId.safeParse(decodeJwt(assertion).iss).data;
  } catch {
    return undefined;
  }
}

/**
 * Verifies an assertion (RFC 7523, section 3) against the kiosk's device key: ES256, made by the kiosk of itself,
 * for us, to be used within a minute.
 *
 * @returns its id and expiry (seconds); a sentence for the kiosk's maker when it does not hold.
 */
export async function verifyAssertion(assertion: string, kiosk: RegisteredKiosk, us: string, nowMs: number) {
  const rules = {
    algorithms: ['ES256'],
    issuer: kiosk.kioskId,
    subject: kiosk.kioskId,
    audience: us,
    requiredClaims: ['jti', 'exp'],
    clockTolerance: SKEW_SECONDS,
    currentDate: new Date(nowMs),
  };
  try {
    const payload = Payload.parse((await jwtVerify(assertion, kiosk.publicKey, rules)).payload);
    if (payload.exp - nowMs / 1000 > LIFE_SECONDS_MAX + SKEW_SECONDS)
      return { fault: `An assertion may expire ${LIFE_SECONDS_MAX} seconds from now at the latest.` };
    return payload;
  } catch (error) {
    return { fault: `The assertion does not hold: ${error instanceof Error ? error.message : 'unreadable'}.` };
  }
}
