import {
  PutSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Acquirers } from '../../../functions/payments/acquirer.ts';
import { secretKey } from '../../../functions/payments/acquirer-key.ts';
import { acquirersByKey } from '../../../functions/payments/acquirers.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { secretsManagerModule } from '../../../local/secretsmanager/module.ts';
import { clientOf, deploy, hostContext, type Served, serve } from '../../local/serve.ts';
import { useDynamo } from '../dynamo.ts';
import { type StandingClock, standingClock } from '../rental-tokens.ts';
import { minute } from './till.ts';

/** A key of nobody's account. */
const KEY = 'sk_test_51NotARealKeyOfAnybody';

const dynamo = useDynamo();
let served: Served;
let client: SecretsManagerClient;
let arn: string;
beforeAll(async () => {
  const hosted = secretsManagerModule(hostContext());
  served = await serve(hosted);
  client = new SecretsManagerClient(clientOf(served) as SecretsManagerClientConfig);
  ({ ref: arn } = await deploy(hosted, 'AWS::SecretsManager::Secret', 'AcquirerSecret', { SecretString: '{}' }));
});
afterAll(async () => {
  client.destroy();
  await served.close();
});

const put = (SecretString: string) => client.send(new PutSecretValueCommand({ SecretId: arn, SecretString }));

let clock: StandingClock;
let acquirers: Acquirers;
beforeEach(async () => {
  await put('{}');
  clock = standingClock(minute(0));
  acquirers = acquirersByKey(
    secretKey(arn, clock, client),
    itemStore(dynamo.client, await dynamo.createTable()),
    clock,
  );
});

describe('the acquirer of a new payment', () => {
  it('is the sandbox as long as the city has no key', async () => {
    expect((await acquirers()).name).toBe('sandbox');
  });

  it('is Stripe once it has, within five minutes', async () => {
    await acquirers();
    await put(JSON.stringify({ stripeKey: KEY }));
    const before = await acquirers();
    clock.set(minute(6));

    expect([before.name, (await acquirers()).name]).toEqual(['sandbox', 'stripe']);
  });

  it.each(['a key in plain text', KEY, '{"stripeKey":"pk_test_1"}', '{"stripeKey":7}'])(
    'is none where the secret holds %s, of which the error says nothing',
    async (secret) => {
      await put(secret);

      const error: Error = await acquirers().then(
        ({ name }) => new Error(name),
        (fault: Error) => fault,
      );

      expect(error.name).toBe('AcquirerUnavailable');
      expect(error.message).toBe('The acquirer\'s secret is neither {} nor {"stripeKey": "sk_…"}.');
      expect([error.cause, error.stack?.includes(secret)]).toEqual([undefined, false]);
    },
  );
});

describe('the acquirer of a hold', () => {
  it('stays the sandbox when the city gets its key meanwhile', async () => {
    await put(JSON.stringify({ stripeKey: KEY }));

    expect((await acquirers('sandbox')).name).toBe('sandbox');
  });

  it('is not the sandbox where the hold is at Stripe and the key is gone', async () => {
    await expect(acquirers('stripe')).rejects.toMatchObject({ name: 'AcquirerUnavailable' });
  });
});

describe('the sandbox', () => {
  const request = { rentalId: '00000000-0000-4000-8000-000000000001', amount: 1800, currency: 'USD' };

  it('keeps its holds, and opens one for a rental', async () => {
    const sandbox = await acquirers('sandbox');

    const ids = [await sandbox.open(request), await sandbox.open(request)];
    await sandbox.hold(ids[0] ?? '', 'pm_card_visa');

    expect(new Set(ids).size).toBe(1);
    expect(await sandbox.find(ids[0] ?? '')).toEqual({ status: 'held', captured: 0 });
  });

  it('knows nothing of a hold that it never opened', async () => {
    const sandbox = await acquirers('sandbox');

    await expect(sandbox.find('sandbox_other')).rejects.toMatchObject({ name: 'AcquirerUnavailable' });
  });

  it('gives back no more than it has taken, once a request', async () => {
    const sandbox = await acquirers('sandbox');
    const holdId = await sandbox.open(request);
    await sandbox.hold(holdId, 'pm_card_visa');
    const refund = { rentalId: request.rentalId, requestId: 'request-1', amount: 300 };

    const early = await sandbox.refund(holdId, refund);
    await sandbox.capture(holdId, 550);
    const made = [await sandbox.refund(holdId, refund), await sandbox.refund(holdId, refund)];
    const more = await sandbox.refund(holdId, { ...refund, requestId: 'request-2' });

    expect([early, ...made, more]).toEqual([false, true, true, false]);
  });
});
