import { FEED_AGE_MAX_MS, type FeedFailed, type FeedRun } from '../feed/run-contract.ts';
import type { Versioned } from '../shared/table.ts';
import type { News } from './case.ts';

/** When the feed was last known to be as it should. This item decides, and the case follows what it says. */
export interface FeedRecord extends Versioned {
  /** As of when it was last published; where it never was, when it was first heard of. RFC 3339. */
  goodAt: string;
}

export const FEED_RECORD_KEY = 'feed-record';

/** The record with the run taken in; undefined where it says nothing new. Runs may be told of in any order. */
export function learnRun(known: FeedRecord | undefined, run: FeedRun): FeedRecord | undefined {
  if (!known) return { pk: FEED_RECORD_KEY, revision: 0, goodAt: run.at };
  return run.type === 'FeedKept' && run.at > known.goodAt ? { ...known, goodAt: run.at } : undefined;
}

/** What to do, by the error's name: the runbook (docs/operations.md) has the long form. */
const REMEDIES: Partial<Record<string, string>> = {
  ServiceUnavailable: 'See why bikes’ exports do not answer in time',
  ItemContended: 'See what else writes into the bucket of the feed',
};
const REMEDY = 'See the log of the function "feed: publish feed" for the error, and mend it';

const told = { caseId: 'feed/old', kind: 'feedOld', owner: 'operations' } as const;

/**
 * What a run means for the case of a feed that is too old; undefined where it means nothing. One outage is told of with
 * one turn, made of when the feed was last good, so that however many of its runs fail they are one piece of news.
 */
export function feedNews({ goodAt }: FeedRecord, run: FeedRun): News | undefined {
  const goodMs = Date.parse(goodAt);
  if (run.type === 'FeedFailed')
    return Date.parse(run.at) - goodMs < FEED_AGE_MAX_MS ? undefined : oldFeed(goodAt, goodMs + 1, run);
  return {
    ...told,
    summary: `The public feed is published again, as of ${goodAt}.`,
    remedy: 'Nothing is left to do.',
    turn: goodMs,
    isOver: true,
    isRoutine: true,
    did: `heard that the feed is published again, as of ${goodAt}`,
  };
}

function oldFeed(goodAt: string, turn: number, { at, error, cause }: FeedFailed): News {
  return {
    ...told,
    summary: `The public feed has been out of date since ${goodAt}, and cannot be published: ${error}.`,
    remedy: `${REMEDIES[error] ?? REMEDY}; when the feed is published again, the case closes by itself.`,
    error,
    cause,
    turn,
    isOver: false,
    did: `heard at ${at} that the feed cannot be published: ${error}`,
  };
}
