import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PaymentEvent, Receipt, SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import { type Dynamo, startDynamo } from '../dynamo.ts';
import { minute, rentalId, ride, type Till, till } from './till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.close());

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

describe('voiding a payment', () => {
  it('lets go of what is held', async () => {
    await shop.authorize(1);

    const state = await shop.void(1);

    expect(state).toEqual({ status: 'voided', authorized: 1800, currency: 'USD' });
    expect(await shop.hold(1)).toMatchObject({ status: 'cancelled', captured: 0 });
    expect(types()).toEqual(['PaymentAuthorized', 'PaymentVoided']);
  });

  it('lets go of a hold of which nobody knew whether it was made', async () => {
    await shop.authorize(1, { card: SANDBOX_CARDS.timesOut }).catch(() => undefined);

    await shop.void(1);

    expect(await shop.hold(1)).toMatchObject({ status: 'cancelled' });
    expect(await shop.payment(1)).toMatchObject({ status: 'voided', authorized: 0 });
  });

  it('closes a payment that nobody has asked for yet: what comes after it holds nothing', async () => {
    const state = await shop.void(1);

    expect(state).toEqual({ status: 'voided', authorized: 0, currency: 'USD' });
    await expect(shop.authorize(1)).rejects.toMatchObject({ name: 'PaymentClosed' });
    expect(await shop.hold(1)).toBeUndefined();
    expect(shop.told).toEqual([]);
  });

  it('tells the same when it is repeated', async () => {
    await shop.authorize(1);
    const first = await shop.void(1);
    shop.clock.set(minute(60));

    expect(await shop.void(1)).toEqual(first);
    expect(shop.told[2]).toEqual(shop.told[1]);
  });

  it.each<[string, (rental: number) => Promise<unknown>]>([
    ['what was captured', (rental) => shop.authorize(rental).then(() => shop.capture(rental))],
    ['what was declined', (rental) => shop.authorize(rental, { card: 'pm_123' }).catch(() => undefined)],
  ])('leaves %s as it is', async (_, before) => {
    await before(1);
    const [payment, hold] = [await shop.payment(1), await shop.hold(1)];

    const { status } = await shop.void(1);

    expect(status).toBe(payment?.status);
    expect([await shop.payment(1), await shop.hold(1)]).toEqual([payment, hold]);
  });

  it("closes a resident's payment too", async () => {
    await shop.authorize(1, { kind: 'resident', card: null });

    expect(await shop.void(1)).toMatchObject({ status: 'voided' });
    await expect(shop.capture(1)).rejects.toMatchObject({ name: 'PaymentClosed' });
  });

  it('is not reported as done where the acquirer has captured all the same', async () => {
    const captured = { status: 'captured' as const, captured: 1800 };
    const acquirer = {
      name: 'stripe' as const,
      open: async () => 'pi_1',
      find: async () => captured,
      hold: async () => ({ status: 'held' as const, captured: 0 }),
      capture: async () => captured,
      cancel: async () => captured,
      refund: async () => true,
    };
    shop = await till(dynamo, { acquirers: async () => acquirer });
    await shop.authorize(1);

    await expect(shop.void(1)).rejects.toMatchObject({ name: 'AcquirerUnavailable' });

    expect(await shop.payment(1)).toMatchObject({ status: 'voiding' });
    expect(types()).toEqual(['PaymentAuthorized']);
  });
});

describe('settling a payment', () => {
  it('gives the hold back where no bike was handed over', async () => {
    await shop.authorize(1);

    expect(await shop.settle(1, 0)).toMatchObject({ status: 'voided' });
    expect(await shop.hold(1)).toMatchObject({ status: 'cancelled' });
    expect(types()).toEqual(['PaymentAuthorized', 'PaymentVoided']);
  });

  it('leaves the hold for the ride where any bike was', async () => {
    await shop.authorize(1, { bikes: 3 });

    expect(await shop.settle(1, 2)).toEqual({ status: 'authorized', authorized: 5400, currency: 'USD' });
    expect(await shop.hold(1)).toMatchObject({ status: 'held' });
  });

  it('knows no payment of a rental that never had one', async () => {
    await expect(shop.settle(1, 0)).rejects.toMatchObject({ name: 'PaymentUnknown' });
    expect(await shop.payment(1)).toBeUndefined();
  });
});

describe('capturing a payment', () => {
  it('takes what the ride cost, once, lets go of the rest, and answers the receipt', async () => {
    await shop.authorize(1);
    shop.clock.set(minute(31));

    const receipt = await shop.capture(1);

    expect(Receipt.parse(receipt)).toMatchObject({ total: 550, captured: 550, outstanding: 0, issuedAt: minute(31) });
    expect(await shop.hold(1)).toMatchObject({ status: 'captured', captured: 550 });
    expect(shop.told[1]).toMatchObject({ type: 'PaymentCaptured', status: 'captured', authorized: 1800, receipt });
  });

  it('answers the first receipt when it is repeated, whatever rides are told then', async () => {
    await shop.authorize(1);
    const first = await shop.capture(1);
    shop.clock.set(minute(90));

    const second = await shop.capture(1, [ride(300)]);

    expect(second).toEqual(first);
    expect(shop.told[2]).toEqual(shop.told[1]);
    expect(await shop.hold(1)).toMatchObject({ captured: 550 });
  });

  it.each([
    ['is lost', SANDBOX_CARDS.captureTimesOut],
    ['says that it was made already', SANDBOX_CARDS.answersTwice],
  ])('takes it once where the answer %s', async (_, card) => {
    await shop.authorize(1, { card });

    const receipt = await shop.capture(1).catch(() => shop.capture(1, [ride(200)]));

    expect(receipt).toMatchObject({ total: 550, captured: 550 });
    expect(await shop.hold(1)).toMatchObject({ status: 'captured', captured: 550 });
  });

  it('is not confirmed while the money is only held', async () => {
    await shop.authorize(1, { card: SANDBOX_CARDS.captureTimesOut });

    await expect(shop.capture(1)).rejects.toMatchObject({ name: 'AcquirerUnavailable' });

    expect(await shop.payment(1)).toMatchObject({ status: 'capturing' });
    expect(types()).toEqual(['PaymentAuthorized']);
  });

  it('lets go of the hold where the ride cost nothing', async () => {
    await shop.authorize(1);

    const receipt = await shop.capture(1, [ride(0)]);

    expect(receipt).toMatchObject({ total: 0, captured: 0 });
    expect(await shop.hold(1)).toMatchObject({ status: 'cancelled', captured: 0 });
  });

  it('leaves outstanding what the hold does not cover', async () => {
    await shop.authorize(1);

    expect(await shop.capture(1, [ride(25 * 60)])).toMatchObject({ total: 2700, captured: 1800, outstanding: 900 });
  });

  it("makes a resident's receipt without an acquirer", async () => {
    await shop.authorize(1, { kind: 'resident', card: null });

    const receipt = await shop.capture(1, [ride(130)], [{ slot: 2, reason: 'BikeNotTaken' }]);

    expect(receipt).toMatchObject({ kind: 'resident', total: 100, captured: 0, outstanding: 100 });
    expect(receipt.notHandedOver).toEqual([{ slot: 2, reason: 'BikeNotTaken' }]);
    expect(await shop.hold(1)).toBeUndefined();
  });

  it('says honestly that nothing was taken where the hold had lapsed', async () => {
    const lapsed = { status: 'cancelled' as const, captured: 0 };
    const acquirer = {
      name: 'stripe' as const,
      open: async () => 'pi_1',
      find: async () => lapsed,
      hold: async () => ({ status: 'held' as const, captured: 0 }),
      capture: async () => lapsed,
      cancel: async () => lapsed,
      refund: async () => false,
    };
    shop = await till(dynamo, { acquirers: async () => acquirer });
    await shop.authorize(1);

    expect(await shop.capture(1)).toMatchObject({ total: 550, captured: 0, outstanding: 550 });
  });

  it.each<[string, string, (rental: number) => Promise<unknown>]>([
    ['is unknown', 'PaymentUnknown', async () => undefined],
    [
      'is not known to be held',
      'PaymentUnknown',
      (rental) => shop.authorize(rental, { card: SANDBOX_CARDS.timesOut }).catch(() => undefined),
    ],
    ['was declined', 'PaymentClosed', (rental) => shop.authorize(rental, { card: 'pm_123' }).catch(() => undefined)],
    ['was voided', 'PaymentClosed', (rental) => shop.authorize(rental).then(() => shop.void(rental))],
  ])('is refused where the payment %s', async (_, name, before) => {
    await before(1);

    await expect(shop.capture(1)).rejects.toMatchObject({ name });
    expect((await shop.hold(1))?.captured ?? 0).toBe(0);
  });
});

describe('refunding a payment', () => {
  const request = (number: number) => `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  beforeEach(async () => {
    await shop.authorize(1);
    await shop.capture(1);
  });

  it('gives back what the operator says, and tells it with the receipt', async () => {
    const receipt = await shop.refund(1, request(1), 200);

    expect(receipt).toMatchObject({ captured: 550, refunded: 200 });
    expect(await shop.hold(1)).toMatchObject({ refunds: { [request(1)]: 200 } });
    expect(shop.told.at(-1)).toMatchObject({ type: 'PaymentRefunded', receipt });
    expect(await shop.payment(1)).toMatchObject({ refunds: [{ operator: 'operator-1', status: 'made' }] });
  });

  it('gives it back once, however often the same request comes', async () => {
    const first = await shop.refund(1, request(1), 550);

    expect(await shop.refund(1, request(1), 550)).toEqual(first);
    expect(await shop.hold(1)).toMatchObject({ refunds: { [request(1)]: 550 } });
    expect(shop.told.at(-1)).toEqual(shop.told.at(-2));
  });

  it('never gives back more than was captured, in one or several', async () => {
    await shop.refund(1, request(1), 500);

    await expect(shop.refund(1, request(2), 51)).rejects.toMatchObject({ name: 'RefundRefused' });
    expect(await shop.refund(1, request(3), 50)).toMatchObject({ refunded: 550 });
  });

  it('refuses another amount under the same request', async () => {
    await shop.refund(1, request(1), 100);

    await expect(shop.refund(1, request(1), 101)).rejects.toMatchObject({ name: 'RefundRefused' });
  });

  it('refuses where nothing was captured, and where there is no payment', async () => {
    await shop.authorize(2);

    await expect(shop.refund(2, request(1), 1)).rejects.toMatchObject({ name: 'RefundRefused' });
    await expect(shop.refund(3, request(1), 1)).rejects.toMatchObject({ name: 'PaymentUnknown' });
  });

  it('is refused for good where the acquirer will not, and the sum can be asked for again', async () => {
    const acquirer = {
      name: 'stripe' as const,
      open: async () => 'pi_1',
      find: async () => ({ status: 'captured' as const, captured: 550 }),
      hold: async () => ({ status: 'held' as const, captured: 0 }),
      capture: async () => ({ status: 'captured' as const, captured: 550 }),
      cancel: async () => ({ status: 'captured' as const, captured: 550 }),
      refund: async (_: string, { requestId }: { requestId: string }) => requestId !== request(1),
    };
    shop = await till(dynamo, { acquirers: async () => acquirer });
    await shop.authorize(1);
    await shop.capture(1);

    await expect(shop.refund(1, request(1), 550)).rejects.toMatchObject({ name: 'RefundRefused' });
    await expect(shop.refund(1, request(1), 550)).rejects.toMatchObject({ name: 'RefundRefused' });

    expect(await shop.refund(1, request(2), 550)).toMatchObject({ refunded: 550 });
    expect(types().filter((type) => type === 'PaymentRefunded')).toHaveLength(1);
  });
});

describe('an event that the bus did not take', () => {
  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['an authorisation', async () => undefined, () => shop.authorize(1)],
    ['a void', () => shop.authorize(1), () => shop.void(1)],
    ['a capture', () => shop.authorize(1), () => shop.capture(1)],
  ])('fails the command, and is told by the retry of %s, as of when it happened', async (_, before, command) => {
    await before();
    shop.bus.isDown = true;
    shop.clock.set(minute(10));
    await expect(command()).rejects.toThrow('The bus took no event.');
    shop.bus.isDown = false;
    shop.clock.set(minute(20));

    await command();

    expect(shop.told.at(-1)).toMatchObject({ at: minute(10) });
  });
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
  it('is kept for good where money was taken or is owed, and a month otherwise', async () => {
    await shop.authorize(1).then(() => shop.capture(1));
    await shop.authorize(2, { kind: 'resident', card: null }).then(() => shop.capture(2, [ride(500)]));
    await shop.authorize(3, { kind: 'resident', card: null }).then(() => shop.capture(3));
    await shop.void(4);

    const ttls = await Promise.all([1, 2, 3, 4].map(async (rental) => (await shop.payment(rental))?.ttl));

    const month = Date.parse(minute(0)) / 1000 + 30 * 24 * 60 * 60;
    expect(ttls).toEqual([undefined, undefined, month, month]);
  });
});

describe('a token that is not meant for it', () => {
  it.each([
    ['is for another service', { aud: ['bikes'] }],
    ['has expired', { exp: 1 }],
    ['is of another scope', { scope: 'bike' }],
  ])('moves no money when it %s', async (_, claims) => {
    shop = await till(dynamo, { claims });

    const commands = [shop.authorize(1), shop.settle(1, 0), shop.void(1), shop.capture(1)];

    for (const command of commands) await expect(command).rejects.toMatchObject({ name: 'TokenRefused' });
    expect([await shop.payment(1), await shop.hold(1), shop.told]).toEqual([undefined, undefined, []]);
  });
});
