import { instant } from '../../seams/clock.ts';
import type { GuessingNoticed } from './contract.ts';

/** How often a kiosk has had scans checked: one token bucket for each limit. */
export interface Attempts {
  kioskId: string;
  /** Left of each limit when it was written. */
  tokens: Record<Limit, number>;
  /** Milliseconds since the epoch. */
  writtenAt: number;
  /** The sessions that were let in last, so that a repeat of one is not counted twice. */
  sessions: string[];
  /** When somebody was last turned away for the first time in a window, and who. */
  noticed?: { at: number; sessionId: string; limit: Limit };
}
type Limit = GuessingNoticed['limit'];

/**
 * All scans count, whatever comes of them: were those of residents free, the bucket would tell who is one.
 *
 * A rider takes a quarter of a minute to be checked, and a bike half a minute to come, so that honest riders hardly
 * make five scans a minute: six are given back, and twenty may come at once. A busy station has some 500 trips a day;
 * 40 are given back each hour, and 400 may come before, so that five a minute for an hour, or one for 16 hours, never
 * run dry. Whoever guesses at a kiosk has 960 guesses a day, and is noticed on the first.
 */
const LIMITS: Record<Limit, { capacity: number; perHour: number }> = {
  rush: { capacity: 20, perHour: 360 },
  day: { capacity: 400, perHour: 40 },
};
const NAMES = Object.keys(LIMITS) as Limit[];
const HOUR_MS = 60 * 60_000;
/** All limits are full again by then, and nothing is left to remember. */
export const ATTEMPTS_KEPT_MS = (LIMITS.day.capacity / LIMITS.day.perHour) * HOUR_MS;

/** Operators hear of a kiosk once in this time. */
const WINDOW_MS = 15 * 60_000;
/** Sessions whose checks may still be repeated: a workflow gives up after half a minute. */
const SESSIONS_KEPT = 10;

/** What becomes of an attempt. `next` is to be kept; where it is absent, nothing has changed. */
export interface Taken {
  isLetIn: boolean;
  next?: Attempts;
  notice?: GuessingNoticed;
}

function refilled({ tokens, writtenAt }: Attempts, nowMs: number): Attempts['tokens'] {
  const hours = Math.max(0, nowMs - writtenAt) / HOUR_MS;
  const left = (name: Limit) => Math.min(LIMITS[name].capacity, tokens[name] + hours * LIMITS[name].perHour);
  return { rush: left('rush'), day: left('day') };
}

const fresh = (kioskId: string, nowMs: number): Attempts => ({
  kioskId,
  tokens: { rush: LIMITS.rush.capacity, day: LIMITS.day.capacity },
  writtenAt: nowMs,
  sessions: [],
});

const noticeOf = (kioskId: string, { at, limit }: NonNullable<Attempts['noticed']>): GuessingNoticed => ({
  type: 'GuessingNoticed',
  ...{ kioskId, at: instant(at), limit },
});

/** Nothing is taken from who is turned away, so that a queue behind a guesser moves at the same pace. */
function turnedAway(known: Attempts, sessionId: string, limit: Limit, nowMs: number): Taken {
  const { noticed, kioskId } = known;
  if (noticed && nowMs - noticed.at < WINDOW_MS)
    return { isLetIn: false, ...(noticed.sessionId === sessionId && { notice: noticeOf(kioskId, noticed) }) };
  const now = { at: nowMs, sessionId, limit };
  return { isLetIn: false, next: { ...known, noticed: now }, notice: noticeOf(kioskId, now) };
}

/** Counts the attempt of a session at a kiosk. A repeat is answered as its first was. */
export function takeAttempt(
  found: Attempts | undefined,
  { kioskId, sessionId }: { kioskId: string; sessionId: string },
  nowMs: number,
): Taken {
  const known = found ?? fresh(kioskId, nowMs);
  if (known.sessions.includes(sessionId)) return { isLetIn: true };
  const tokens = refilled(known, nowMs);
  const empty = NAMES.find((name) => tokens[name] < 1);
  if (empty) return turnedAway(known, sessionId, empty, nowMs);
  const left = { rush: tokens.rush - 1, day: tokens.day - 1 };
  const sessions = [...known.sessions, sessionId].slice(-SESSIONS_KEPT);
  return { isLetIn: true, next: { ...known, tokens: left, writtenAt: Math.max(known.writtenAt, nowMs), sessions } };
}
