import { beforeEach, describe, expect, it } from '@jest/globals';
import { Receipt, SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import { useDynamo } from '../dynamo.ts';
import { minute, ride, type Till, till } from './till.ts';

const dynamo = useDynamo();

let shop: Till;
beforeEach(async () => {
  shop = await till(dynamo);
});

const types = () => shop.told.map(({ type }) => type);

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
