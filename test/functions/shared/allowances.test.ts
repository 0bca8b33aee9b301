import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dynamoAllowances } from '../../../functions/shared/allowances.ts';
import { instant } from '../../../seams/clock.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';
import { createKeyedTable } from './keyed-table.ts';

const NOON = Date.parse('2026-05-01T12:00:00.000Z');
/** Five a minute, and three at once. */
const ALLOWANCE = { name: 'sessions', burst: 3, everyMs: 12_000 };

const dynamo = useDynamo();

async function setUp() {
  const clock = standingClock(instant(NOON));
  const table = await createKeyedTable(dynamo.client, 'id');
  const allowances = dynamoAllowances(dynamo.client, table, clock);
  const take = (kioskId = 'harbour', name = ALLOWANCE.name) =>
    allowances.take(kioskId, { ...ALLOWANCE, name }).then(
      () => 'granted',
      (error: Error) => error.name,
    );
  return { clock, table, allowances, take, at: (seconds: number) => clock.set(instant(NOON + seconds * 1000)) };
}

describe('the allowance of a kiosk', () => {
  it('lets a burst through, refuses what comes on top, and says when to come again', async () => {
    const { take, allowances } = await setUp();

    const answers = [await take(), await take(), await take(), await take()];

    expect(answers).toEqual(['granted', 'granted', 'granted', 'TooManyRequests']);
    await expect(allowances.take('harbour', ALLOWANCE)).rejects.toMatchObject({ retryAfterSeconds: 12 });
  });

  it('grants one more as soon as it said, and no two', async () => {
    const { take, at } = await setUp();
    for (let taken = 0; taken < 3; taken++) await take();

    at(11.999);
    const early = await take();
    at(12);
    const due = [await take(), await take()];

    expect([early, ...due]).toEqual(['TooManyRequests', 'granted', 'TooManyRequests']);
  });

  it('is full again after a quiet time, and never more than full', async () => {
    const { take, at } = await setUp();
    for (let taken = 0; taken < 3; taken++) await take();

    at(3_600);
    const answers = [await take(), await take(), await take(), await take()];

    expect(answers).toEqual(['granted', 'granted', 'granted', 'TooManyRequests']);
  });

  it("is no other kiosk's, and each kind of request has its own", async () => {
    const { take } = await setUp();
    for (let taken = 0; taken < 4; taken++) await take();

    expect([await take('station'), await take('harbour', 'views')]).toEqual(['granted', 'granted']);
  });

  it('is not exceeded by requests that come at the same moment', async () => {
    const { take } = await setUp();

    const answers = await Promise.all(Array.from({ length: 12 }, () => take()));

    expect(answers.filter((answer) => answer === 'granted')).toHaveLength(3);
  });

  it('never lets through more than its burst and its rate, whenever requests come', async () => {
    const moments = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 30 });

    await fc.assert(
      fc.asyncProperty(moments, async (seconds) => {
        const { take, at } = await setUp();
        const granted: number[] = [];
        for (const second of seconds.toSorted((a, b) => a - b)) {
          at(second);
          if ((await take()) === 'granted') granted.push(second);
        }

        for (const from of granted) {
          const within = (span: number) => granted.filter((at) => at >= from && at <= from + span).length;
          for (const span of [0, 12, 30, 60, 90]) expect(within(span)).toBeLessThanOrEqual(3 + span / 12);
        }
        expect(granted.length).toBeGreaterThanOrEqual(Math.min(3, seconds.length));
      }),
      { numRuns: 15 },
    );
  });

  it('is kept until the bucket is full, and swept then', async () => {
    const { take, table } = await setUp();
    for (let taken = 0; taken < 3; taken++) await take();

    const { Items = [] } = await dynamo.client.send(new ScanCommand({ TableName: table }));

    expect(Items).toEqual([{ id: 'allowance/harbour/sessions', fullAt: NOON + 36_000, expiresAt: NOON / 1000 + 36 }]);
  });
});
