import * as z from 'zod/mini';
import { Instant } from '../shared/fields.ts';

/** The source of the feed's events. The detail type is the detail's `type`. */
export const FEED_EVENTS = 'freewheel.feed';

/** Publishes the feed, and tells how that went: asked for by a schedule. */
export const KeepFeed = z.object({});
export type KeepFeed = z.infer<typeof KeepFeed>;

/** The feed says what the city was like at `at`. */
const FeedKept = z.object({ type: z.literal('FeedKept'), at: Instant });
/** A run that began at `at` did not publish it, and why: the error's name, and its words without secrets. */
export const FeedFailed = z.object({
  type: z.literal('FeedFailed'),
  at: Instant,
  error: z.string(),
  cause: z.string(),
});
export type FeedFailed = z.infer<typeof FeedFailed>;

/** How a run of the feed went. Told of every run, so that one which is lost is made up for by the next. */
export const FeedRun = z.union([FeedKept, FeedFailed]);
export type FeedRun = z.infer<typeof FeedRun>;

/** How old the feed may be: "no more than 5 minutes out-of-date" (GBFS 3.0, "Data Latency"). */
export const FEED_AGE_MAX_MS = 300_000;
