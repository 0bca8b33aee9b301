import { beforeEach, describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { type Till, till } from './till.ts';

const dynamo = useDynamo();

let shop: Till;
beforeEach(async () => {
  shop = await till(dynamo);
});

const types = () => shop.told.map(({ type }) => type);

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

  it('is not taken back by a capture that is told again', async () => {
    await shop.refund(1, request(1), 200);

    await shop.capture(1);

    expect(shop.told.at(-1)).toMatchObject({ type: 'PaymentCaptured', receipt: { refunded: 200 } });
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
