import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';
import { stripeClient } from '../../../functions/payments/stripe-acquirer.ts';

interface Intent {
  id: string;
  object: 'payment_intent';
  amount: number;
  amount_received: number;
  currency: string;
  status: string;
  last_payment_error: object | null;
  metadata: Record<string, string>;
}
interface Refund {
  id: string;
  object: 'refund';
  payment_intent: string;
  amount: number;
  status: string;
  metadata: Record<string, string>;
}
interface Answer {
  status: number;
  body: object;
}

/** What goes wrong with the next request: it never gets there, its answer is lost, or Stripe itself fails. */
export type Mishap = 'neverArrives' | 'answerIsLost' | 'fails';

/** One request as Stripe's log shows it. */
export interface Asked {
  method: string;
  path: string;
  params: URLSearchParams;
  key: string | undefined;
}

/**
 * The part of Stripe's API that we use, as its documentation describes it ("The PaymentIntents lifecycle", "Place a
 * hold on a payment method", "Idempotent requests"), served over HTTP to Stripe's own library.
 */
export interface StripeDesk {
  client: Stripe;
  url: string;
  asked: Asked[];
  intents: Map<string, Intent>;
  refunds: Refund[];
  /** What goes wrong with the requests to come that are not reads. */
  mishaps: Mishap[];
  /** A day goes by, after which a key means nothing any more. */
  forgetKeys(): void;
  close(): Promise<void>;
}

export const DESK_KEY = 'sk_test_51NotARealKeyOfAnybody';

const problem = (status: number, type: string, code: string, more: object = {}): Answer => ({
  status,
  body: { error: { type, code, message: `${code}, said to ${DESK_KEY}`, ...more } },
});
const unexpected = () => problem(400, 'invalid_request_error', 'payment_intent_unexpected_state');
const good = (body: object): Answer => ({ status: 200, body });

const metadataOf = (params: URLSearchParams) =>
  Object.fromEntries(
    [...params].filter(([name]) => name.startsWith('metadata[')).map(([name, value]) => [name.slice(9, -1), value]),
  );

function confirm(intent: Intent, card: string): Answer {
  if (!['requires_payment_method', 'requires_confirmation'].includes(intent.status)) return unexpected();
  if (card === 'pm_unknown')
    return problem(400, 'invalid_request_error', 'resource_missing', { param: 'payment_method' });
  if (card === 'pm_slow') intent.status = 'processing';
  else if (card === 'pm_card_visa') intent.status = 'requires_capture';
  else {
    intent.last_payment_error = { code: 'card_declined' };
    return problem(402, 'card_error', 'card_declined', { decline_code: 'generic_decline' });
  }
  return good(intent);
}

function capture(intent: Intent, amount: number): Answer {
  if (intent.status !== 'requires_capture' || amount > intent.amount) return unexpected();
  Object.assign(intent, { status: 'succeeded', amount_received: amount });
  return good(intent);
}

function cancel(intent: Intent): Answer {
  if (['succeeded', 'canceled'].includes(intent.status)) return unexpected();
  intent.status = 'canceled';
  return good(intent);
}

function createRefund({ intents, refunds }: Pick<StripeDesk, 'intents' | 'refunds'>, params: URLSearchParams): Answer {
  const intent = intents.get(params.get('payment_intent') ?? '');
  const amount = Number(params.get('amount'));
  const given = refunds.filter((one) => one.payment_intent === intent?.id).reduce((sum, one) => sum + one.amount, 0);
  if (!intent || given + amount > intent.amount_received)
    return problem(400, 'invalid_request_error', 'charge_already_refunded');
  const refund: Refund = {
    id: `re_${refunds.length + 1}`,
    object: 'refund',
    payment_intent: intent.id,
    amount,
    status: 'succeeded',
    metadata: metadataOf(params),
  };
  refunds.unshift(refund);
  return good(refund);
}

function createIntent(intents: StripeDesk['intents'], params: URLSearchParams): Answer {
  const intent: Intent = {
    id: `pi_${intents.size + 1}`,
    object: 'payment_intent',
    amount: Number(params.get('amount')),
    amount_received: 0,
    currency: params.get('currency') ?? '',
    status: 'requires_payment_method',
    last_payment_error: null,
    metadata: metadataOf(params),
  };
  intents.set(intent.id, intent);
  return good(intent);
}

function serveRequest(desk: Pick<StripeDesk, 'intents' | 'refunds'>, { method, path, params }: Asked): Answer {
  const [, , resource, id = '', action] = path.split('/');
  const intent = desk.intents.get(id);
  if (resource === 'refunds' && method === 'GET') {
    const data = desk.refunds.filter((one) => one.payment_intent === params.get('payment_intent'));
    return good({ object: 'list', data, has_more: false, url: '/v1/refunds' });
  }
  if (resource === 'refunds') return createRefund(desk, params);
  if (method === 'POST' && !id) return createIntent(desk.intents, params);
  if (!intent) return problem(404, 'invalid_request_error', 'resource_missing', { param: 'intent' });
  if (action === 'confirm') return confirm(intent, params.get('payment_method') ?? '');
  if (action === 'capture') return capture(intent, Number(params.get('amount_to_capture')));
  return action === 'cancel' ? cancel(intent) : good(intent);
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '', 'http://desk');
  const { method = '', headers } = request;
  const params = method === 'GET' ? url.searchParams : new URLSearchParams(Buffer.concat(chunks).toString());
  return { method, path: url.pathname, params, key: headers['idempotency-key'] as string | undefined };
}

export async function stripeDesk(): Promise<StripeDesk> {
  const answers = new Map<string, Answer>();
  const desk = { asked: [] as Asked[], intents: new Map<string, Intent>(), refunds: [] as Refund[] };
  const mishaps: Mishap[] = [];
  /** The answer under a key is the first one, faults of Stripe's included, until the key is forgotten. */
  const answer = (asked: Asked, mishap: Mishap | undefined): Answer => {
    const kept = asked.key === undefined ? undefined : answers.get(asked.key);
    if (kept) return kept;
    const told = mishap === 'fails' ? problem(500, 'api_error', 'internal') : serveRequest(desk, asked);
    if (asked.key !== undefined) answers.set(asked.key, JSON.parse(JSON.stringify(told)) as Answer);
    return told;
  };
  const server = createServer(async (request, response) => {
    const asked = await read(request);
    desk.asked.push(asked);
    const mishap = asked.method === 'GET' ? undefined : mishaps.shift();
    if (request.headers.authorization !== `Bearer ${DESK_KEY}` || mishap === 'neverArrives')
      return void request.socket.destroy();
    const { status, body } = answer(asked, mishap);
    if (mishap === 'answerIsLost') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...desk,
    client: stripeClient(DESK_KEY, { host: '127.0.0.1', port, protocol: 'http' }),
    url: `http://127.0.0.1:${port}`,
    mishaps,
    forgetKeys: () => answers.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
