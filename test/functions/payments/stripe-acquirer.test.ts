import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Acquirer } from '../../../functions/payments/acquirer.ts';
import { stripeAcquirer } from '../../../functions/payments/stripe-acquirer.ts';
import { DESK_KEY, type Mishap, type StripeDesk, stripeDesk } from './stripe-desk.ts';
import { rentalId } from './till.ts';

let desk: StripeDesk;
let stripe: Acquirer;
beforeEach(async () => {
  desk = await stripeDesk();
  stripe = stripeAcquirer(desk.client);
});
afterEach(() => desk.close());

const CARD = 'pm_card_visa';
const open = () => stripe.open({ rentalId: rentalId(1), amount: 1800, currency: 'USD' });
const opened = async () => {
  const holdId = await open();
  return { holdId, held: await stripe.hold(holdId, CARD) };
};
const posts = () => desk.asked.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1));
const refund = (requestId: string, amount = 200) => ({ rentalId: rentalId(1), requestId, amount });

describe('a hold at Stripe', () => {
  it('is opened as an intent to capture by hand, with our rental in it, and holds nothing yet', async () => {
    const holdId = await open();

    const [asked] = desk.asked;
    expect(Object.fromEntries(asked?.params ?? [])).toEqual({
      amount: '1800',
      currency: 'usd',
      capture_method: 'manual',
      'allowed_payment_method_types[0]': 'card',
      'metadata[rentalId]': rentalId(1),
    });
    expect(await stripe.find(holdId)).toEqual({ status: 'open', captured: 0 });
  });

  it('is one hold, opened twice', async () => {
    expect([await open(), await open()]).toEqual(['pi_1', 'pi_1']);
    expect(desk.intents.size).toBe(1);
  });

  it('holds, is captured once for less than is held, and then answers the same', async () => {
    const { holdId, held } = await opened();

    const captured = await stripe.capture(holdId, 550);

    expect(held).toEqual({ status: 'held', captured: 0 });
    expect(captured).toEqual({ status: 'captured', captured: 550 });
    expect(await stripe.capture(holdId, 1800)).toEqual(captured);
    expect(await stripe.cancel(holdId)).toEqual(captured);
    expect(posts()).toEqual(['payment_intents', 'confirm', 'capture']);
  });

  it('is let go, and holds nothing any more', async () => {
    const { holdId } = await opened();

    const cancelled = { status: 'cancelled', captured: 0 };
    expect(await stripe.cancel(holdId)).toEqual(cancelled);
    expect(await stripe.hold(holdId, CARD)).toEqual(cancelled);
    expect(await stripe.capture(holdId, 550)).toEqual(cancelled);
    expect(posts()).toEqual(['payment_intents', 'confirm', 'cancel']);
  });

  it.each(['pm_card_visa_chargeDeclined', 'pm_unknown'])('is declined on the card %s', async (card) => {
    const holdId = await open();

    expect(await stripe.hold(holdId, card)).toEqual({ status: 'declined', captured: 0 });
    expect(await stripe.cancel(holdId)).toMatchObject({ status: 'cancelled' });
  });

  it('is not decided while the bank thinks, and is found once it has', async () => {
    const holdId = await open();
    await expect(stripe.hold(holdId, 'pm_slow')).rejects.toMatchObject({ name: 'AcquirerUnavailable' });
    const intent = desk.intents.get(holdId);
    if (intent) intent.status = 'requires_capture';

    expect(await stripe.hold(holdId, 'pm_slow')).toEqual({ status: 'held', captured: 0 });
  });

  it('is told as somebody else has left it who was faster', async () => {
    const holdId = await open();
    const { paymentIntents, refunds } = desk.client;
    const racing = stripeAcquirer({
      refunds,
      paymentIntents: Object.assign(Object.create(paymentIntents) as typeof paymentIntents, {
        confirm: async (...asked: Parameters<typeof paymentIntents.confirm>) => {
          await paymentIntents.cancel(holdId);
          return paymentIntents.confirm(...asked);
        },
      }),
    });

    expect(await racing.hold(holdId, CARD)).toEqual({ status: 'cancelled', captured: 0 });
  });
});

describe('an answer that is lost', () => {
  const mishaps: Mishap[] = ['neverArrives', 'answerIsLost', 'fails'];
  /** Stripe's library repeats a request once whose connection was closed: it is lost both times. */
  const lose = (mishap: Mishap) => desk.mishaps.push(...(mishap === 'fails' ? [mishap] : [mishap, mishap]));

  it.each(mishaps)('leaves one hold, one capture and one refund, a day later too (%s)', async (mishap) => {
    const work = async (request: () => Promise<unknown>) => {
      lose(mishap);
      await expect(request()).rejects.toMatchObject({ name: 'AcquirerUnavailable' });
      desk.forgetKeys();
      return request();
    };
    const holdId = await open();

    const held = await work(() => stripe.hold(holdId, CARD));
    const captured = await work(() => stripe.capture(holdId, 550));
    const isGiven = await work(() => stripe.refund(holdId, refund('request-1')));

    expect([held, captured, isGiven]).toEqual([
      { status: 'held', captured: 0 },
      { status: 'captured', captured: 550 },
      true,
    ]);
    expect(desk.refunds.map(({ amount }) => amount)).toEqual([200]);
  });

  it.each(mishaps)('leaves nothing held when the hold was to be let go (%s)', async (mishap) => {
    const { holdId } = await opened();
    lose(mishap);
    await expect(stripe.cancel(holdId)).rejects.toMatchObject({ name: 'AcquirerUnavailable' });

    expect(await stripe.cancel(holdId)).toEqual({ status: 'cancelled', captured: 0 });
  });

  it('leaves one open intent, since opening is repeated under its key', async () => {
    lose('answerIsLost');
    await expect(open()).rejects.toMatchObject({ name: 'AcquirerUnavailable' });

    expect(await open()).toBe('pi_1');
    expect(desk.intents.size).toBe(1);
  });
});

describe('a refund at Stripe', () => {
  it('is made once a request, and several may be', async () => {
    const { holdId } = await opened();
    await stripe.capture(holdId, 550);

    const made = [
      await stripe.refund(holdId, refund('request-1')),
      await stripe.refund(holdId, refund('request-1')),
      await stripe.refund(holdId, refund('request-2')),
    ];

    expect(made).toEqual([true, true, true]);
    expect(desk.refunds.map(({ metadata }) => metadata)).toEqual([
      { rentalId: rentalId(1), requestId: 'request-2' },
      { rentalId: rentalId(1), requestId: 'request-1' },
    ]);
  });

  it('is refused beyond what was captured, and where it has failed at the bank', async () => {
    const { holdId } = await opened();
    await stripe.capture(holdId, 550);
    await stripe.refund(holdId, refund('request-1'));
    const [made] = desk.refunds;
    if (made) made.status = 'failed';

    expect(await stripe.refund(holdId, refund('request-2', 551))).toBe(false);
    expect(await stripe.refund(holdId, refund('request-1'))).toBe(false);
  });
});

describe('an error of Stripe', () => {
  it('says which request it was, and nothing of the key or the card', async () => {
    desk.mishaps.push('fails');

    const error: Error = await open().then(
      () => new Error('It was opened.'),
      (fault: Error) => fault,
    );

    expect(error.message).toBe('Stripe did not do what it was asked: StripeAPIError, internal, request req_1.');
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify(error) + error.stack).not.toContain(DESK_KEY);
  });

  it('is not taken for an answer where Stripe does not know the hold', async () => {
    await expect(stripe.find('pi_99')).rejects.toMatchObject({ name: 'AcquirerUnavailable' });
    await expect(stripe.cancel('pi_99')).rejects.toMatchObject({ name: 'AcquirerUnavailable' });
  });
});
