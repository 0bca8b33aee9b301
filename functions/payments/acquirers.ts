import type { Clock } from '../../seams/clock.ts';
import type { ItemStore } from '../shared/table.ts';
import type { Acquirer, Acquirers } from './acquirer.ts';
import type { AcquirerKey } from './acquirer-key.ts';
import { AcquirerUnavailable } from './errors.ts';
import { sandboxAcquirer } from './sandbox-acquirer.ts';
import { stripeAcquirer, stripeClient } from './stripe-acquirer.ts';

/**
 * Stripe where the city has a key, and the sandbox where it has none. A hold stays with the acquirer that has it,
 * also when the city gets its key meanwhile. The sandbox takes none but its own cards, so that nobody rides on a
 * real card that is never charged.
 */
export function acquirersByKey(key: AcquirerKey, sandboxItems: ItemStore, clock: Clock): Acquirers {
  const sandbox = sandboxAcquirer(sandboxItems, clock);
  let made: { key: string; acquirer: Acquirer } | undefined;
  const stripe = (apiKey: string) => {
    if (made?.key !== apiKey) made = { key: apiKey, acquirer: stripeAcquirer(stripeClient(apiKey)) };
    return made.acquirer;
  };
  return async (name) => {
    if (name === 'sandbox') return sandbox;
    const apiKey = await key();
    if (apiKey !== undefined) return stripe(apiKey);
    if (name === 'stripe') throw new AcquirerUnavailable('The hold is at Stripe, and the secret holds no key to it.');
    return sandbox;
  };
}
