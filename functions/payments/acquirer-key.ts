import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import type { Clock } from '../../seams/clock.ts';
import { clientSettings } from '../shared/aws.ts';
import { AcquirerUnavailable } from './errors.ts';

/** The key of the city's account at the acquirer; undefined where the city has none. */
export type AcquirerKey = () => Promise<string | undefined>;

/** What the secret holds: `{}` until the city has an account. Stripe's keys are secret (`sk_`) or restricted (`rk_`). */
const AcquirerSecret = z.object({ stripeKey: z.optional(z.string().check(z.regex(/^(sk|rk)_\w+$/))) });

/** How long a key is used before the secret is read again: a key that was rolled is soon known to every function. */
const KEPT_MS = 5 * 60_000;

/** The key in a secret's text. Whatever is wrong with it, the error says nothing of what it contains. */
function keyIn(secret: string): string | undefined {
  let content: unknown;
  try {
    content = JSON.parse(secret || '{}');
  } catch {
    content = undefined;
  }
  const read = AcquirerSecret.safeParse(content);
  if (!read.success) throw new AcquirerUnavailable(`The acquirer's secret is neither {} nor {"stripeKey": "sk_…"}.`);
  return read.data.stripeKey;
}

/**
 * Reads the key from Secrets Manager, and keeps it in memory for a few minutes. It is nowhere else.
 *
 * @throws AcquirerUnavailable where the secret does not hold what it should.
 */
export function secretKey(
  secretArn: string,
  clock: Clock,
  client: Pick<SecretsManagerClient, 'send'> = new SecretsManagerClient(clientSettings()),
): AcquirerKey {
  let kept: { key: string | undefined; readAt: number } | undefined;
  return async () => {
    if (!kept || clock.now() - kept.readAt > KEPT_MS) {
      const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
      kept = { key: keyIn(SecretString), readAt: clock.now() };
    }
    return kept.key;
  };
}
