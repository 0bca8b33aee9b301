import type { Credential } from './contract.ts';

/** A scan is used at once or made anew; ten minutes cover a rider who hesitates at the first prompt. */
const AGE_MS_MAX = 10 * 60_000;
/** How far ahead a kiosk's clock may run. */
const AHEAD_MS_MAX = 2 * 60_000;

/** The day that it is now in a zone of the tz database, as `YYYY-MM-DD`. */
export function dateIn(timeZone: string, nowMs: number): string {
  // Sweden writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(nowMs);
}

/** Too old for a first use. */
export function isStale(credential: Credential, nowMs: number): boolean {
  return nowMs - Date.parse(credential.sealedAt) > AGE_MS_MAX;
}

/** Sealed at a time that no clock in good order could have shown. */
export function isFromTheFuture(credential: Credential, nowMs: number): boolean {
  return Date.parse(credential.sealedAt) - nowMs > AHEAD_MS_MAX;
}

/** A document is good to the end of the day that is printed on it. `today` is the city's date. */
export function hasExpired(credential: Credential, today: string): boolean {
  return credential.document.expiresOn < today;
}
