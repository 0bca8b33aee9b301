import { beforeEach, describe, expect, it } from '@jest/globals';
import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import { useDynamo } from '../dynamo.ts';
import { minute, type Till, till } from './till.ts';

const dynamo = useDynamo();

let shop: Till;
beforeEach(async () => {
  shop = await till(dynamo);
});

const types = () => shop.told.map(({ type }) => type);

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
