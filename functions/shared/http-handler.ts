import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type {
  APIGatewayEventRequestContextV2WithAuthorizer,
  APIGatewayProxyEventV2WithRequestContext,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import { causeOf, NamedError } from './errors.ts';
import { trace } from './fault-log.ts';
import { problemOf, TooManyRequests } from './problem.ts';
import { hush } from './secrecy.ts';

const logger = new Logger();

/** Sixteen kilobytes: twice the longest sealed credential. */
const BODY_BYTES_MAX = 16 * 1024;

/**
 * On every answer, unless it says otherwise itself: it is for whoever asked and is kept by nobody, it is of the type
 * that it states, and a browser that is led to it shows it in no page and runs nothing of it.
 */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export class BodyTooLarge extends NamedError {
  override readonly name = 'BodyTooLarge';
}

/** What the authorisers have found out: the kiosk's says which one calls, and the people's gives a token's claims. */
interface Authorized {
  lambda?: { kioskId?: string } | undefined;
  jwt?: { claims: Record<string, unknown> };
}

/** An HTTP API event, payload format 2.0 (API Gateway, "Lambda proxy integrations for HTTP APIs"). */
export type HttpEvent = Omit<
  APIGatewayProxyEventV2WithRequestContext<APIGatewayEventRequestContextV2WithAuthorizer<Authorized>>,
  'cookies'
>;

/** Somebody who has signed in. The user pool lets nobody in whose address was not verified. */
export interface Person {
  /** The subject of their tokens: theirs for good, and it says nothing of them. */
  sub: string;
  groups: string[];
}

export interface HttpRequest {
  /** By name in lower case. */
  headers: Record<string, string | undefined>;
  parameters: Record<string, string | undefined>;
  query: Record<string, string | undefined>;
  body: string;
  /** The kiosk whose token the authoriser has verified; absent on routes that are open to all. */
  kioskId: string | undefined;
  /** The person whose token the authoriser has verified; absent on routes that are for others. */
  person: Person | undefined;
}

export interface HttpAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON; no body when absent. */
  body?: unknown;
}

function readBody(event: HttpEvent): string {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > BODY_BYTES_MAX) throw new BodyTooLarge(`A body may have ${BODY_BYTES_MAX} bytes at most.`);
  return body.toString('utf8');
}

/** The claims of an access token, which HTTP APIs hand on as text: a list of groups comes as `[mechanics operators]`. */
function readPerson({ jwt }: Authorized = {}): Person | undefined {
  const { sub, token_use: use, 'cognito:groups': groups = '' } = jwt?.claims ?? {};
  if (typeof sub !== 'string' || sub === '' || use !== 'access') return undefined;
  return {
    sub,
    groups: String(groups)
      .replace(/^\[|\]$/g, '')
      .split(' ')
      .filter(Boolean),
  };
}

function readRequest(event: HttpEvent): HttpRequest {
  const headers = Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    headers: Object.fromEntries(headers),
    parameters: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    body: readBody(event),
    kioskId: event.requestContext.authorizer?.lambda?.kioskId,
    person: readPerson(event.requestContext.authorizer),
  };
}

function write({ status, headers, body }: HttpAnswer, type = 'application/json'): APIGatewayProxyStructuredResultV2 {
  if (body === undefined) return { statusCode: status, headers: { ...HEADERS, ...headers } };
  return { statusCode: status, headers: { ...HEADERS, 'content-type': type, ...headers }, body: JSON.stringify(body) };
}

function writeProblem(error: unknown): APIGatewayProxyStructuredResultV2 {
  const problem = problemOf(error);
  const headers: Record<string, string> = {};
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer';
  // Six attempts more a minute are given to a kiosk that has made too many (functions/identity/attempts.ts).
  if (problem.status === 429) headers['retry-after'] = '60';
  if (problem.status === 503) headers['retry-after'] = '2';
  if (error instanceof TooManyRequests) headers['retry-after'] = String(error.retryAfterSeconds);
  return write({ status: problem.status, headers, body: problem }, 'application/problem+json');
}

/** Binds the handler to its real dependencies; called once, when the first request comes. */
export interface HttpHandler {
  bind: () => (request: HttpRequest) => Promise<HttpAnswer>;
}

/**
 * What every function behind the HTTP API has in common: a request with its body in reach and in bounds, answers
 * in JSON, and one place where an error becomes problem details (RFC 9457). Faults of ours are logged in full;
 * refusals by name alone.
 */
export function httpHandler({ bind }: HttpHandler) {
  let handle: ((request: HttpRequest) => Promise<HttpAnswer>) | undefined;
  const run = async (event: HttpEvent) => {
    handle ??= bind();
    return write(await handle(readRequest(event)));
  };
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2, Error, Context>(run)
    .before(({ event, context }) => {
      logger.resetKeys();
      const kioskId = event.requestContext.authorizer?.lambda?.kioskId;
      const traced = trace({ kioskId, ...event.pathParameters });
      logger.appendKeys({ requestId: context.awsRequestId, route: event.routeKey, ...traced });
    })
    .onError((request) => {
      request.response = writeProblem(request.error);
      const status = request.response.statusCode ?? 500;
      hush(request.error);
      if (status === 500) logger.error('A request failed.', request.error ?? 'unknown fault');
      else logger.info('A request was refused.', { fault: request.error?.name, status, cause: causeOf(request.error) });
    });
}
