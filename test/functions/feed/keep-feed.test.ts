import { describe, expect, it } from '@jest/globals';
import type { FeedPublished } from '../../../functions/feed/contract.ts';
import { keepFeed } from '../../../functions/feed/keep-feed.ts';
import { Relayed } from '../../../functions/shared/errors.ts';
import type { DomainEvent } from '../../../functions/shared/events.ts';
import { standingClock } from '../rental-tokens.ts';

const AT = '2026-05-01T12:00:00.000Z';
const AS_OF = '2026-05-01T12:00:00.400Z';

/** A run whose publishing ends so, and what was told of it. */
async function run(ends: () => Promise<FeedPublished>): Promise<readonly DomainEvent[]> {
  const told: DomainEvent[] = [];
  const publish = async (events: readonly DomainEvent[]) => void told.push(...events);
  await keepFeed({ publishFeed: ends, publish, clock: standingClock(AT) })({});
  return told;
}

describe('keeping the feed', () => {
  it('tells of a run as of when the feed is', async () => {
    const told = await run(async () => ({ asOf: AS_OF, stations: 1, vehicles: 2, written: [] }));

    expect(told).toEqual([{ type: 'FeedKept', detail: { type: 'FeedKept', at: AS_OF } }]);
  });

  it('tells of a run that failed by the name of its error, and is done with it until the next', async () => {
    const told = await run(() => Promise.reject(new Relayed('ItemContended', 'Somebody else writes there.')));

    const detail = { type: 'FeedFailed', at: AT, error: 'ItemContended', cause: 'Somebody else writes there.' };
    expect(told).toEqual([{ type: 'FeedFailed', detail }]);
  });

  it('tells nothing secret, and no story', async () => {
    const token = `${'a'.repeat(20)}.${'b'.repeat(20)}.${'c'.repeat(20)}`;

    const [told] = await run(() => Promise.reject(new Error(`It said ${token} ${'very long '.repeat(100)}`)));

    const { cause = '' } = (told?.detail ?? {}) as { cause?: string };
    expect(cause).toContain('It said (token)');
    expect(cause.length).toBeLessThanOrEqual(300);
  });

  it('fails where it can tell nobody, so that it is run once more', async () => {
    const publishFeed = () => Promise.reject(new Error('Bikes is down.'));
    const publish = () => Promise.reject(new Error('The bus is down.'));

    const failed = keepFeed({ publishFeed, publish, clock: standingClock(AT) })({});

    await expect(failed).rejects.toThrow('The bus is down.');
  });
});
