import * as z from 'zod/mini';
import { LocalText } from '../bikes/feed-contract.ts';
import { Tariff } from '../payments/contract.ts';
import { Instant } from '../shared/fields.ts';

/** Languages in which the feed has words of its own (ISO 639); names come from the city's file. */
export const LANGUAGES = ['en', 'es'] as const;

const Language = z
  .string()
  .check(z.regex(new RegExp(`^(${LANGUAGES.join('|')})(-[A-Z]{2})?$`), `must be of ${LANGUAGES.join(', ')}`));
const texts = z.array(LocalText).check(z.minLength(1));

/** What a city's file says of its public feed. */
export const FeedFacts = z.object({
  /** Each text of the feed is told in all of them (IETF BCP 47); the first is the city's own. */
  languages: z.array(Language).check(z.minLength(1)),
  name: texts,
  /** In the syntax of OpenStreetMap's `opening_hours`. */
  openingHours: z.string(),
  /** Where whoever reads the feed writes to. */
  contactEmail: z.email(),
  /** Under which licence the feed may be used (SPDX). */
  licenseId: z.optional(z.string()),
  regions: z.array(z.object({ regionId: z.string(), name: texts })),
});
export type FeedFacts = z.infer<typeof FeedFacts>;

/** The system that the feed describes, as the function is told of it. */
export const FeedSystem = z.object({ systemId: z.string(), timeZone: z.string(), tariff: Tariff, facts: FeedFacts });
export type FeedSystem = z.infer<typeof FeedSystem>;

/** Builds the feed anew. Whatever else an event says makes no difference. */
export const PublishFeed = z.object({});
export type PublishFeed = z.infer<typeof PublishFeed>;
export const FeedPublished = z.object({
  /** When the data was as the feed says. */
  asOf: Instant,
  stations: z.int(),
  vehicles: z.int(),
  /** The files that say something new. */
  written: z.array(z.string()),
});
export type FeedPublished = z.infer<typeof FeedPublished>;

/** Where the feed's files are, below the city's address and in the bucket. */
export const FEED_PATH = 'gbfs/';
/** How long a reader may keep what changes with each rental, and the station list beside it, in seconds. */
export const LIVE_TTL_S = 60;
