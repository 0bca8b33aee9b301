function unavailable(): never {
  throw new Error('This bundle was made without webhooks: see infra/lean/stripe.ts.');
}

/** Stands in for the module `Webhooks` of Stripe's library, which makes them as soon as it is loaded. */
export const createWebhooks = () => new Proxy({}, { get: unavailable });
