import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import type Stripe from 'stripe';
import type { stripeAcquirer, stripeClient } from '../../functions/payments/stripe-acquirer.ts';
import { bundling } from '../../infra/bundle-functions.ts';
import { DESK_KEY, type StripeDesk, stripeDesk } from '../functions/payments/stripe-desk.ts';

interface Bundled {
  stripeAcquirer: typeof stripeAcquirer;
  stripeClient: typeof stripeClient;
}

const ACQUIRER = join(__dirname, '../../functions/payments/stripe-acquirer.ts');

let desk: StripeDesk;
let bundled: Bundled;
let client: Stripe;
beforeAll(async () => {
  const { outputFiles = [] } = await build({ ...bundling([['acquirer', ACQUIRER]]), write: false });
  const [file] = outputFiles;
  const module = { exports: {} };
  const load = runInThisContext(`(function (module, exports, require) {${file?.text}\n})`) as (
    ...given: unknown[]
  ) => void;
  load(module, module.exports, createRequire(join(__dirname, 'lean-stripe.test.ts')));
  bundled = module.exports as Bundled;
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
    expect(() => client.customers.list()).toThrow('CustomerResource is left out by infra/lean-stripe.ts.');
  });
});
