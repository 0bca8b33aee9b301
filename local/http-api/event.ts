import type { WireRequest } from '../wire/contract.ts';

/** What the host knows of a request besides what was sent. */
export interface Arrival {
  apiId: string;
  account: string;
  region: string;
  /** Of the address that the API is known by. */
  domainName: string;
  requestId: string;
  timeMs: number;
  routeKey: string;
  /** Percent-decoded, as API Gateway gives it on. */
  path: string;
  parameters: Record<string, string>;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time as web servers log it: `12/Mar/2026:19:03:58 +0000`. */
function commonLogTime(ms: number): string {
  const at = new Date(ms);
  const day = String(at.getUTCDate()).padStart(2, '0');
  return `${day}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;
}

/**
 * API Gateway hands a body on as text for these types alone; all others, forms among them, and a body without a
 * type come in base64. AWS does not document the list; it was found by asking an API
 * (github.com/ministackorg/ministack/pull/766).
 */
const TEXT_TYPE = /^(text\/.*|application\/(json|xml|javascript))$/;

function bodyOf({ headers, body }: WireRequest): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isText = TEXT_TYPE.test(type);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

function queryOf(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

/** A part of an event that is left out where it is empty. */
function unlessEmpty<Name extends string>(name: Name, value: Record<string, string> | string[]) {
  return Object.keys(value).length > 0 ? ({ [name]: value } as Record<Name, typeof value>) : {};
}

function headersOf({ headers }: WireRequest, domainName: string): Record<string, string> {
  const { cookie: _, ...others } = headers;
  const forwarded = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' };
  return { host: domainName, ...forwarded, ...others };
}

/** What the event of an integration and the event of an authoriser have in common. */
export function requestEvent(request: WireRequest, arrival: Arrival) {
  const headers = headersOf(request, arrival.domainName);
  const cookies = (request.headers['cookie'] ?? '').split(/;\s*/).filter((cookie) => cookie !== '');
  return {
    version: '2.0' as const,
    routeKey: arrival.routeKey,
    rawPath: arrival.path,
    rawQueryString: request.query,
    ...unlessEmpty('cookies', cookies),
    headers,
    ...unlessEmpty('queryStringParameters', queryOf(request.query)),
    ...unlessEmpty('pathParameters', arrival.parameters),
    requestContext: {
      accountId: arrival.account,
      apiId: arrival.apiId,
      domainName: arrival.domainName,
      domainPrefix: arrival.domainName.split('.')[0] ?? '',
      http: {
        method: request.method,
        path: arrival.path,
        protocol: 'HTTP/1.1',
        sourceIp: headers['x-forwarded-for']?.split(',').at(-1)?.trim() ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: arrival.requestId,
      routeKey: arrival.routeKey,
      stage: '$default',
      time: commonLogTime(arrival.timeMs),
      timeEpoch: arrival.timeMs,
    },
  };
}

/** What the authoriser has found out: a function's context, or a token's claims. */
export type Authorized =
  | { lambda: Record<string, unknown> }
  | { jwt: { claims: Record<string, string>; scopes: string[] | null } };

/**
 * The event of payload format 2.0 (AWS, "Create AWS Lambda proxy integrations for HTTP APIs").
 *
 * @param authorizer absent where the route has none
 */
export function integrationEvent(request: WireRequest, arrival: Arrival, authorizer?: Authorized) {
  const event = requestEvent(request, arrival);
  return {
    ...event,
    requestContext: { ...event.requestContext, ...(authorizer && { authorizer }) },
    ...bodyOf(request),
  };
}
