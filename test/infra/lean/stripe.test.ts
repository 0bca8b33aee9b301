import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Stripe from 'stripe';
import type { stripeAcquirer, stripeClient } from '../../../functions/payments/stripe-acquirer.ts';
import { withAsked } from '../../../infra/lean/stripe.ts';
import { DESK_KEY, type StripeDesk, stripeDesk } from '../../functions/payments/stripe-desk.ts';
import { bundledFile } from './bundled.ts';

interface Bundled {
  stripeAcquirer: typeof stripeAcquirer;
  stripeClient: typeof stripeClient;
}

const ACQUIRER = join(__dirname, '../../../functions/payments/stripe-acquirer.ts');

let desk: StripeDesk;
let bundled: Bundled;
let client: Stripe;
beforeAll(async () => {
  bundled = await bundledFile<Bundled>(ACQUIRER);
  desk = await stripeDesk();
  const { port } = new URL(desk.url);
  client = bundled.stripeClient(DESK_KEY, { host: '127.0.0.1', port, protocol: 'http' });
});
afterAll(() => desk.close());

describe("Stripe's library as it is bundled", () => {
  it('does all that an acquirer asks of it', async () => {
    const acquirer = bundled.stripeAcquirer(client);
    const rentalId = '00000000-0000-4000-8000-000000000001';
    const holdId = await acquirer.open({ rentalId, amount: 1800, currency: 'USD' });

    const held = await acquirer.hold(holdId, 'pm_card_visa');
    const captured = await acquirer.capture(holdId, 550);
    const isGiven = await acquirer.refund(holdId, { rentalId, requestId: 'request-1', amount: 50 });

    expect([held.status, captured, isGiven]).toEqual(['held', { status: 'captured', captured: 550 }, true]);
  });

  it('tells a declined card from a fault', async () => {
    const acquirer = bundled.stripeAcquirer(client);
    const holdId = await acquirer.open({
      rentalId: '00000000-0000-4000-8000-000000000002',
      amount: 1,
      currency: 'USD',
    });

    expect(await acquirer.hold(holdId, 'pm_card_visa_chargeDeclined')).toMatchObject({ status: 'declined' });
    await expect(acquirer.find('pi_99')).rejects.toMatchObject({ name: 'AcquirerUnavailable' });
  });

  it('says by name what was left out of it', () => {
    const leftOut = (name: string) => `${name} is left out by infra/lean/stripe.ts.`;

    expect(() => client.customers.list()).toThrow(leftOut('customers'));
    expect(() => client.issuing.cards.list()).toThrow(leftOut('issuing'));
    expect(() => client.accounts.list()).toThrow(leftOut('accounts'));
    expect(() => client.rawRequest('GET', '/v1/balance')).toThrow(leftOut('rawRequest'));
    expect(() => client.parseEventNotification('{}', '', '')).toThrow(leftOut('parseEventNotification'));
    expect(() => client.webhooks.constructEvent('{}', '', '')).toThrow('made without webhooks');
  });

  it('reads one page of a list, and says that it has no others', async () => {
    const page = client.refunds.list({ payment_intent: 'pi_1', limit: 1 });

    expect(() => page.autoPagingToArray({ limit: 2 })).toThrow('made without further pages');
    expect((await page).data).toHaveLength(1);
  });

  it('is not made of a library that makes its resources in another way', () => {
    expect(() => withAsked('this.paymentIntents = lazily(PaymentIntentResource);')).toThrow('library has changed');
  });
});
