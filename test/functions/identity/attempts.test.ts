import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dynamoAttempts } from '../../../functions/identity/attempt-store.ts';
import { type Attempts, takeAttempt } from '../../../functions/identity/attempts.ts';
import { GuessingNoticed } from '../../../functions/identity/contract.ts';
import { countAttempt } from '../../../functions/identity/count-attempt.ts';
import type { DomainEvent } from '../../../functions/shared/events.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';

const START = Date.parse('2026-05-01T10:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A kiosk whose attempts come at these times, in milliseconds from the start; each of a session of its own. */
function kiosk() {
  let kept: Attempts | undefined;
  let sessions = 0;
  const notices: GuessingNoticed[] = [];
  const attempt = (atMs: number, sessionId = `session-${++sessions}`) => {
    const taken = takeAttempt(kept, { kioskId: 'harbour', sessionId }, START + atMs);
    kept = taken.next ?? kept;
    if (taken.notice) notices.push(taken.notice);
    return taken.isLetIn;
  };
  const every = (gapMs: number, forMs: number) =>
    Array.from({ length: forMs / gapMs }, (_, index) => attempt(index * gapMs));
  return { attempt, every, notices };
}

const letIn = (attempts: boolean[]) => attempts.filter(Boolean).length;

describe('the attempts at a kiosk', () => {
  it.each([
    ['five a minute for an hour', MINUTE / 5, HOUR],
    ['one a minute for sixteen hours', MINUTE, 16 * HOUR],
    ['two a minute for two hours', MINUTE / 2, 2 * HOUR],
  ])('of honest riders are let in: %s', (_, gapMs, forMs) => {
    const { every, notices } = kiosk();

    const attempts = every(gapMs, forMs);

    expect(attempts).not.toContain(false);
    expect(notices).toEqual([]);
  });

  it('of a queue that has waited for the kiosk to open are let in at once', () => {
    const { attempt } = kiosk();

    expect(Array.from({ length: 20 }, () => attempt(0))).not.toContain(false);
  });

  it('are turned away when somebody guesses, and noticed once in a quarter of an hour', () => {
    const { every, notices } = kiosk();

    const attempts = every(1_000, HOUR);

    // Twenty at once, and six a minute.
    expect(letIn(attempts)).toBeLessThanOrEqual(20 + 6 * 60);
    expect(notices.map(({ at }) => at)).toHaveLength(4);
    expect(notices[0]).toEqual({ type: 'GuessingNoticed', kioskId: 'harbour', at: expect.any(String), limit: 'rush' });
    expect(GuessingNoticed.parse(notices[0])).toEqual(notices[0]);
    expect(Date.parse(notices[0]?.at ?? '') - START).toBeLessThan(MINUTE);
  });

  it('are turned away when somebody guesses slowly for a day', () => {
    const { every, notices } = kiosk();

    const attempts = every(12_000, 24 * HOUR);

    expect(letIn(attempts)).toBeLessThanOrEqual(400 + 40 * 24);
    expect(notices[0]?.limit).toBe('day');
  });

  it('are let in again after a minute of quiet', () => {
    const { every, attempt } = kiosk();
    every(1_000, 5 * MINUTE);

    expect([attempt(6 * MINUTE), attempt(6 * MINUTE + 10_000)]).toEqual([true, true]);
  });

  it('are not counted twice when one is repeated', () => {
    const { attempt } = kiosk();

    const repeats = Array.from({ length: 100 }, () => attempt(0, 'the-same'));
    const others = Array.from({ length: 19 }, () => attempt(0));

    expect([...repeats, ...others]).not.toContain(false);
    expect(attempt(0)).toBe(false);
  });

  it('are never more than the limits allow, however they fall, also where clocks step back', () => {
    const gaps = fc.array(fc.integer({ min: -5_000, max: 60_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(gaps, (steps) => {
        const { attempt } = kiosk();
        let now = 0;
        let latest = 0;
        const attempts = steps.map((gap) => {
          now += gap;
          latest = Math.max(latest, now);
          return attempt(now);
        });
        expect(letIn(attempts)).toBeLessThanOrEqual(20 + Math.floor((latest / MINUTE) * 6) + 1);
      }),
    );
  });
});

describe('counting an attempt', () => {
  const dynamo = useDynamo();

  async function setUp() {
    const attempts = dynamoAttempts(dynamo.client, await createKeyedTable(dynamo.client, 'id'));
    const clock = standingClock('2026-05-01T10:00:00.000Z');
    const told: DomainEvent[] = [];
    const lines: string[] = [];
    const bus = { isUp: true };
    const publish = async (events: readonly DomainEvent[]) => {
      if (!bus.isUp) throw new Error('The bus is away.');
      told.push(...events);
    };
    const log = { warn: (line: string) => void lines.push(line) };
    const count = (sessionId: string, kioskId = 'harbour') =>
      countAttempt({ attempts, publish, log, clock }, { kioskId, sessionId });
    return { attempts, clock, told, lines, bus, count };
  }
  const outcome = (count: Promise<void>) =>
    count.then(
      () => 'let in',
      (error: Error) => error.name,
    );
  const crowd = async (count: (sessionId: string) => Promise<void>, size: number) => {
    const outcomes: string[] = [];
    for (let one = 0; one < size; one++) outcomes.push(await outcome(count(`s-${one}`)));
    return outcomes;
  };

  it('lets so many in and no more, tells it once, and speaks to the rider', async () => {
    const { count, told, lines } = await setUp();

    const outcomes = await crowd(count, 25);

    expect(outcomes).toEqual([...Array(20).fill('let in'), ...Array(5).fill('TooManyAttempts')]);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ type: 'GuessingNoticed', detail: { kioskId: 'harbour', limit: 'rush' } });
    expect(lines).toEqual(['GuessingNoticed']);
    await expect(count('s-99')).rejects.toThrow('Please wait a minute');
  });

  it('counts each kiosk by itself', async () => {
    const { count } = await setUp();
    await crowd(count, 21);

    expect(await outcome(count('s-0', 'station'))).toBe('let in');
  });

  it('lets no more in when all come at once', async () => {
    const { count } = await setUp();
    await crowd(count, 15);

    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, one) => outcome(count(`at-once-${one}`))));

    expect(outcomes.filter((one) => one === 'let in')).toHaveLength(5);
  });

  it('tells it again when the attempt is repeated whose telling failed', async () => {
    const { count, told, bus } = await setUp();
    await crowd(count, 20);
    bus.isUp = false;
    await expect(count('unlucky')).rejects.toThrow('The bus is away.');

    bus.isUp = true;
    const repeated = await outcome(count('unlucky'));

    expect(repeated).toBe('TooManyAttempts');
    expect(told).toHaveLength(1);
  });

  it('holds a write that was sent twice for its own, and another’s for another’s', async () => {
    const { attempts } = await setUp();
    const one = { kioskId: 'harbour', tokens: { rush: 1, day: 1 }, writtenAt: START, sessions: ['s-1'] };

    const saved = [await attempts.save(one, 's-1', 0), await attempts.save(one, 's-1', 0)];
    const others = await attempts.save({ ...one, sessions: ['s-2'] }, 's-2', 0);

    expect([...saved, others]).toEqual([true, true, false]);
    expect(await attempts.read('harbour')).toMatchObject({ revision: 1, sessions: ['s-1'] });
  });
});
