import { systemClock } from '../../seams/clock.ts';
import { type Allowance, type Allowances, dynamoAllowances } from '../shared/allowances.ts';
import { readEnv } from '../shared/env.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http-handler.ts';
import { documentClient } from '../shared/table.ts';
import { frontendAllowanceEnv } from './env.ts';
import { callingKiosk } from './request.ts';

const MINUTE_MS = 60_000;

/**
 * What each kiosk may ask of the API. A hatch hands out a bike in half a minute at best, so that five riders a minute
 * are more than a kiosk can serve; a burst leaves room for scans that fail, and for all that a kiosk was to say while
 * it was offline. Of sessions a kiosk may ask for three times as many: identity counts scans itself, and has words for
 * the rider who makes too many.
 */
export const KIOSK_ALLOWANCES = {
  sessions: { name: 'sessions', burst: 60, everyMs: MINUTE_MS / 15 },
  /** Twice as often as sessions: the same request is sent again where its answer was lost. */
  rentals: { name: 'rentals', burst: 20, everyMs: MINUTE_MS / 10 },
  /** Views are pushed: a kiosk reads where it has missed one. */
  views: { name: 'views', burst: 60, everyMs: MINUTE_MS / 30 },
  /** One for each bike of the largest rental, and again where the link was not used in time. */
  photos: { name: 'photos', burst: 40, everyMs: MINUTE_MS / 10 },
  /** A rider has one at a time: five a minute are more than can stand in front of a screen. */
  reservations: { name: 'reservations', burst: 20, everyMs: MINUTE_MS / 5 },
  /** Counts of stations are pushed as well: a kiosk asks when a rider wants to know, right now. */
  nearest: { name: 'nearest', burst: 20, everyMs: MINUTE_MS / 10 },
  /** On starting, once a day, and again where the answer was lost or it is not in service yet. */
  boots: { name: 'boots', burst: 20, everyMs: MINUTE_MS },
  /** As often as reservations, and each is told up to three times: as its rider names the part, rates it, adds a picture. */
  damageReports: { name: 'damageReports', burst: 60, everyMs: MINUTE_MS / 15 },
} satisfies Record<string, Allowance>;

type Route = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * The route, for kiosks that have something left of an allowance.
 *
 * @throws TooManyRequests, KioskUnidentified; whatever the route throws
 */
export function within(allowance: Allowance, allowances: Allowances, route: Route): Route {
  return async (request) => {
    await allowances.take(callingKiosk(request), allowance);
    return route(request);
  };
}

/** The allowances of the frontend's own table. */
export function frontendAllowances(): Allowances {
  return dynamoAllowances(documentClient(), readEnv(frontendAllowanceEnv).allowances, systemClock);
}
