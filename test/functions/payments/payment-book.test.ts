import { beforeEach, describe, expect, it } from '@jest/globals';
import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import { keptUntil } from '../../../functions/shared/retention.ts';
import { useDynamo } from '../dynamo.ts';
import { minute, rentalId, ride, type Till, till } from './till.ts';

const dynamo = useDynamo();

let shop: Till;
beforeEach(async () => {
  shop = await till(dynamo);
});

describe('what is not settled', () => {
  it('is exported, the longest waiting first, and nothing else is', async () => {
    await shop.authorize(1);
    shop.clock.set(minute(1));
    await shop.authorize(2, { card: SANDBOX_CARDS.timesOut }).catch(() => undefined);
    await shop.authorize(3, { kind: 'resident', card: null });
    await shop.authorize(4).then(() => shop.void(4));
    await shop.authorize(5).then(() => shop.capture(5));
    await shop.authorize(6, { card: 'pm_123' }).catch(() => undefined);

    const { payments, cursor } = await shop.unsettled();

    expect(payments).toEqual([
      { rentalId: rentalId(1), status: 'authorized', authorized: 1800, changedAt: minute(0) },
      { rentalId: rentalId(2), status: 'authorizing', authorized: 0, changedAt: minute(1) },
    ]);
    expect(cursor).toBeUndefined();
  });

  it('comes in pages, each once', async () => {
    for (let rental = 0; rental < 120; rental++) await shop.authorize(rental);

    const first = await shop.unsettled();
    const second = await shop.unsettled(first.cursor);

    const seen = [...first.payments, ...second.payments].map((payment) => payment.rentalId);
    expect(first.payments).toHaveLength(100);
    expect(new Set(seen).size).toBe(120);
    expect(second.cursor).toBeUndefined();
  });

  it.each(['nonsense', Buffer.from('{"pk":1}').toString('base64url')])('refuses the cursor %s', async (cursor) => {
    await expect(shop.unsettled(cursor)).rejects.toMatchObject({ name: 'CommandMalformed' });
  });
});

describe('what is kept', () => {
  it('is kept for as long as books are where money was taken or is owed, and a month otherwise', async () => {
    await shop.authorize(1).then(() => shop.capture(1));
    await shop.authorize(2, { kind: 'resident', card: null }).then(() => shop.capture(2, [ride(500)]));
    await shop.authorize(3, { kind: 'resident', card: null }).then(() => shop.capture(3));
    await shop.void(4);

    const ttls = await Promise.all([1, 2, 3, 4].map(async (rental) => (await shop.payment(rental))?.ttl));

    const from = Date.parse(minute(0));
    const [books, month] = [keptUntil(from, 'books'), keptUntil(from, 'rental')];
    expect(ttls).toEqual([books, books, month, month]);
  });
});
