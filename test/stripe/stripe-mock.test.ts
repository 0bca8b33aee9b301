import { beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import { stripeAcquirer, stripeClient } from '../../functions/payments/stripe-acquirer.ts';

/**
 * stripe-mock (github.com/stripe/stripe-mock) holds every request against Stripe's OpenAPI description and answers
 * with a fixture. It remembers nothing, so how an intent stands is told here; the requests are its to judge.
 */
const RENTAL = '00000000-0000-4000-8000-000000000001';
const HOLD = 'pi_1PgafyB7WZ01zgkWSjxsAJo3';

let client: Stripe;
beforeAll(() => {
  const url = process.env['STRIPE_MOCK'];
  if (!url) throw new Error('STRIPE_MOCK must be the URL of a stripe-mock, such as http://127.0.0.1:12111.');
  const { hostname: host, port, protocol } = new URL(url);
  client = stripeClient('sk_test_123', { host, port, protocol: protocol === 'https:' ? 'https' : 'http' });
});

/** The acquirer, at an account where each intent stands as given. */
function standing(status: Stripe.PaymentIntent.Status) {
  const asked: string[] = [];
  client.on('request', ({ method, path }: Stripe.RequestEvent) => asked.push(`${method} ${path}`));
  const retrieve = async (id: string) => ({
    ...(await client.paymentIntents.retrieve(id)),
    status,
    last_payment_error: null,
  });
  const paymentIntents = Object.assign(Object.create(client.paymentIntents) as typeof client.paymentIntents, {
    retrieve,
  });
  return { acquirer: stripeAcquirer({ paymentIntents, refunds: client.refunds }), asked };
}

describe('Stripe accepts our request', () => {
  it('to open a hold', async () => {
    const { acquirer, asked } = standing('requires_payment_method');

    const holdId = await acquirer.open({ rentalId: RENTAL, amount: 1800, currency: 'USD' });

    expect(holdId).toMatch(/^pi_/);
    expect(asked).toEqual(['POST /v1/payment_intents']);
  });

  it('to hold', async () => {
    const { acquirer, asked } = standing('requires_payment_method');

    await acquirer.hold(HOLD, 'pm_card_visa');

    expect(asked).toEqual([`GET /v1/payment_intents/${HOLD}`, `POST /v1/payment_intents/${HOLD}/confirm`]);
  });

  it('to capture less than is held', async () => {
    const { acquirer, asked } = standing('requires_capture');

    await acquirer.capture(HOLD, 550);

    expect(asked.at(-1)).toBe(`POST /v1/payment_intents/${HOLD}/capture`);
  });

  it('to let go of a hold', async () => {
    const { acquirer, asked } = standing('requires_capture');

    await acquirer.cancel(HOLD);

    expect(asked.at(-1)).toBe(`POST /v1/payment_intents/${HOLD}/cancel`);
  });

  it('to look a hold up', async () => {
    const { acquirer } = standing('succeeded');

    expect(await acquirer.find(HOLD)).toMatchObject({ status: 'captured' });
  });

  it('to give money back', async () => {
    const { acquirer, asked } = standing('succeeded');

    const isGiven = await acquirer.refund(HOLD, { rentalId: RENTAL, requestId: RENTAL, amount: 200 });

    expect(isGiven).toBe(true);
    expect(asked).toEqual(['GET /v1/refunds', 'POST /v1/refunds'].map((start) => expect.stringContaining(start)));
  });
});

describe('a request that Stripe does not know', () => {
  it('is refused by what judges ours', async () => {
    const wrong = { amount: 1800, currency: 'usd', capture_method: 'by hand', not_a_field: 'x' };

    const asking = client.paymentIntents.create(wrong as unknown as Stripe.PaymentIntentCreateParams);

    await expect(asking).rejects.toMatchObject({ type: 'StripeInvalidRequestError' });
  });
});
