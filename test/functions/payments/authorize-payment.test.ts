import { beforeEach, describe, expect, it } from '@jest/globals';
import { PaymentEvent, SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import { useDynamo } from '../dynamo.ts';
import { minute, rentalId, type Till, till } from './till.ts';

const dynamo = useDynamo();

let shop: Till;
beforeEach(async () => {
  shop = await till(dynamo);
});

const types = () => shop.told.map(({ type }) => type);

describe('authorising a payment', () => {
  it("holds bikes times the daily cap on a visitor's card, and says so", async () => {
    const state = await shop.authorize(1, { bikes: 3 });

    expect(state).toEqual({ status: 'authorized', authorized: 5400, currency: 'USD' });
    expect(await shop.hold(1)).toMatchObject({ status: 'held', amount: 5400, rentalId: rentalId(1) });
    expect(shop.told.map((event) => PaymentEvent.parse(event))).toEqual([
      { type: 'PaymentAuthorized', at: minute(0), rentalId: rentalId(1), ...state },
    ]);
  });

  it('is free for a resident, for whom no acquirer is asked', async () => {
    const state = await shop.authorize(1, { kind: 'resident', card: null });

    expect(state).toEqual({ status: 'free', authorized: 0, currency: 'USD' });
    expect(await shop.hold(1)).toBeUndefined();
    expect(shop.told).toMatchObject([{ type: 'PaymentAuthorized', status: 'free' }]);
  });

  it('asks a visitor for a card', async () => {
    await expect(shop.authorize(1, { card: null })).rejects.toMatchObject({ name: 'PaymentMethodMissing' });
  });

  it.each([
    ['the declined test card', SANDBOX_CARDS.declined],
    ['a card that the acquirer does not know', 'pm_123'],
  ])('declines %s, again when asked again, and holds nothing', async (_, card) => {
    await expect(shop.authorize(1, { card })).rejects.toMatchObject({ name: 'PaymentDeclined' });
    await expect(shop.authorize(1)).rejects.toMatchObject({ name: 'PaymentDeclined' });

    expect(await shop.payment(1)).toMatchObject({ status: 'declined', authorized: 0 });
    expect(await shop.hold(1)).toMatchObject({ status: 'declined' });
    expect(types()).toEqual(['PaymentDeclined', 'PaymentDeclined']);
  });

  it('holds once, whatever else the second command asks for', async () => {
    const first = await shop.authorize(1, { bikes: 2 });
    shop.clock.set(minute(5));

    const second = await shop.authorize(1, { bikes: 4, card: null });

    expect(second).toEqual(first);
    expect(await shop.hold(1)).toMatchObject({ amount: 3600, attempts: 1 });
    expect(shop.told[1]).toEqual(shop.told[0]);
  });

  it.each([
    ['answers too late', SANDBOX_CARDS.timesOut],
    ['faults at first', SANDBOX_CARDS.secondAttempt],
  ])('finds out at a retry what became of the hold where the acquirer %s', async (_, card) => {
    await expect(shop.authorize(1, { card })).rejects.toMatchObject({ name: 'AcquirerUnavailable' });
    expect(await shop.payment(1)).toMatchObject({ status: 'authorizing', authorized: 0 });
    expect(shop.told).toEqual([]);

    const state = await shop.authorize(1, { card });

    expect(state).toMatchObject({ status: 'authorized', authorized: 1800 });
    expect(await shop.hold(1)).toMatchObject({ status: 'held', amount: 1800 });
  });

  it('keeps no trace of the card in its own books', async () => {
    await shop.authorize(1);

    expect(JSON.stringify(await shop.payment(1))).not.toContain(SANDBOX_CARDS.good);
  });
});
