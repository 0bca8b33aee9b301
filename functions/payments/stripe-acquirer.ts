import Stripe from 'stripe';
import type { Acquirer, Hold } from './acquirer.ts';
import { AcquirerUnavailable } from './errors.ts';

/** What the acquirer needs of Stripe's library, and all that bundles keep of it (`infra/lean/stripe.ts`). */
type StripeApi = Pick<Stripe, 'paymentIntents' | 'refunds'>;

/**
 * A client of the Stripe API. Banks may take seconds to answer: two answers of ten must fit into the 25 s of a
 * function. The workflow tries again, and not the library, since every attempt must look first what the last one
 * did; the library repeats only a request whose connection was closed, once, under its key.
 */
export function stripeClient(apiKey: string, address: Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> = {}) {
  return new Stripe(apiKey, { timeout: 10_000, maxNetworkRetries: 0, telemetry: false, ...address });
}

/** Stripe, "The PaymentIntents lifecycle". Not decided yet: `processing`, and what waits for the rider. */
function holdOf(intent: Stripe.PaymentIntent): Hold {
  const captured = intent.amount_received;
  switch (intent.status) {
    case 'requires_capture':
      return { status: 'held', captured: 0 };
    case 'succeeded':
      return { status: 'captured', captured };
    case 'canceled':
      return { status: 'cancelled', captured: 0 };
    case 'requires_confirmation':
    case 'requires_payment_method':
      // After a declined card an intent waits for another one, exactly as it waits for the first.
      return { status: intent.last_payment_error ? 'declined' : 'open', captured: 0 };
    default:
      throw new AcquirerUnavailable(`Stripe has not decided on ${intent.id} yet: it is ${intent.status}.`);
  }
}

/**
 * What went wrong, in words that hold no secret: Stripe's messages quote keys, if shortened, and its errors carry
 * the request. The id finds the request in Stripe's own log.
 */
function unavailable(error: unknown): AcquirerUnavailable {
  if (!(error instanceof Stripe.errors.StripeError)) return new AcquirerUnavailable('Stripe could not be asked.');
  const { type, code = 'no code', requestId = 'none' } = error;
  return new AcquirerUnavailable(`Stripe did not do what it was asked: ${type}, ${code}, request ${requestId}.`);
}

/** Stripe said no to the request itself: the intent is past it, or the card or amount is no good. */
const isRefusal = (error: unknown) =>
  error instanceof Stripe.errors.StripeCardError || error instanceof Stripe.errors.StripeInvalidRequestError;

const isNoCard = (error: unknown) =>
  error instanceof Stripe.errors.StripeInvalidRequestError &&
  error.code === 'resource_missing' &&
  error.param === 'payment_method';

async function ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    throw error instanceof AcquirerUnavailable ? error : unavailable(error);
  }
}

/**
 * Stripe as acquirer: a hold is a PaymentIntent that is captured by hand. It can be confirmed, captured and cancelled
 * once each, which Stripe keeps for good; the keys of idempotent requests it forgets after a day, and repeats errors
 * under them until then (Stripe, "Idempotent requests"). So a key goes with the two requests that make something
 * new, and every other asks first how the intent stands, by its id. Stripe's search would find it by its metadata
 * too, but up to an hour late (Stripe, "Search"): it is for people.
 */
export function stripeAcquirer({ paymentIntents, refunds }: StripeApi): Acquirer {
  const find = async (holdId: string) => holdOf(await paymentIntents.retrieve(holdId));
  /** Asks for a step that an intent takes once, where it stands in `from`; answers how it stands then. */
  const step = (holdId: string, from: Hold['status'][], request: () => Promise<Stripe.PaymentIntent>) =>
    ask(async () => {
      const found = await find(holdId);
      if (!from.includes(found.status)) return found;
      try {
        return holdOf(await request());
      } catch (error) {
        if (isNoCard(error)) return { ...found, status: 'declined' as const };
        if (!isRefusal(error)) throw error;
        // A card that was declined, or somebody else who was faster: the intent itself says which.
        const now = await find(holdId);
        if (from.includes(now.status)) throw error;
        return now;
      }
    });
  return {
    name: 'stripe',
    open: ({ rentalId, amount, currency }) =>
      ask(async () => {
        const intent = await paymentIntents.create(
          {
            amount,
            currency: currency.toLowerCase(),
            capture_method: 'manual',
            allowed_payment_method_types: ['card'],
            metadata: { rentalId },
          },
          { idempotencyKey: `${rentalId}-open` },
        );
        return intent.id;
      }),
    find: (holdId) => ask(() => find(holdId)),
    // Nobody at a kiosk can be sent to their bank's website: a card that asks for that is declined.
    hold: (holdId, paymentMethod) =>
      step(holdId, ['open'], () =>
        paymentIntents.confirm(holdId, { payment_method: paymentMethod, error_on_requires_action: true }),
      ),
    capture: (holdId, amount) =>
      step(holdId, ['held'], () => paymentIntents.capture(holdId, { amount_to_capture: amount })),
    cancel: (holdId) => step(holdId, ['open', 'held', 'declined'], () => paymentIntents.cancel(holdId)),
    refund: (holdId, { rentalId, requestId, amount }) =>
      ask(async () => {
        const { data } = await refunds.list({ payment_intent: holdId, limit: 100 });
        const made = data.find(({ metadata }) => metadata?.['requestId'] === requestId);
        if (made) return made.status !== 'failed' && made.status !== 'canceled';
        try {
          const refund = await refunds.create(
            { payment_intent: holdId, amount, metadata: { rentalId, requestId } },
            { idempotencyKey: `${rentalId}-refund-${requestId}` },
          );
          return refund.status !== 'failed' && refund.status !== 'canceled';
        } catch (error) {
          if (isRefusal(error)) return false;
          throw error;
        }
      }),
  };
}
