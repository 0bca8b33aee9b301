import type { Clock } from '../../seams/clock.ts';
import type { WireRequest } from '../wire/contract.ts';
import { type Arrival, type Authorized, requestEvent } from './event.ts';

/** What an authoriser makes of a request: let it through with what was found out, as the event has it, or not. */
export type Verdict = { allowed: true; authorizer: Authorized } | { allowed: false; status: 401 | 403 };

/** @param scopes of which the route wants one; a Lambda authoriser has none */
export type Authorizer = (request: WireRequest, arrival: Arrival, scopes: string[]) => Promise<Verdict>;

export interface AuthorizerProperties {
  AuthorizerType?: string;
  AuthorizerPayloadFormatVersion?: string;
  AuthorizerUri?: string;
  AuthorizerResultTtlInSeconds?: number;
  EnableSimpleResponses?: boolean;
  IdentitySource?: string[];
}

type IdentitySource = (request: WireRequest, arrival: Arrival) => string | undefined;

/** More distinct identities than a city has kiosks; beyond it the oldest is asked about again. */
const CACHED_MAX = 10_000;

export function readSource(expression: string): IdentitySource {
  const [, where, name = ''] = /^\$(request\.header|request\.querystring|context)\.(.+)$/.exec(expression) ?? [];
  if (where === 'request.header') return ({ headers }) => headers[name.toLowerCase()];
  if (where === 'request.querystring') return ({ query }) => new URLSearchParams(query).get(name) ?? undefined;
  if (where === 'context' && name === 'routeKey') return (_, { routeKey }) => routeKey;
  throw new Error(`the embedded host does not do the identity source '${expression}'`);
}

function refuseWhatIsNotDone(properties: AuthorizerProperties): void {
  const wanted = { AuthorizerType: 'REQUEST', AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true };
  for (const [name, value] of Object.entries(wanted)) {
    const given = properties[name as keyof typeof wanted];
    if (given !== value) throw new Error(`the embedded host does authorisers with ${name} ${value}, not ${given}`);
  }
}

function verdictOf(answer: unknown): Verdict {
  const { isAuthorized, context = {} } = (answer ?? {}) as {
    isAuthorized?: unknown;
    context?: Record<string, unknown>;
  };
  if (typeof isAuthorized !== 'boolean') throw new Error("The authoriser's answer has no isAuthorized.");
  return isAuthorized ? { allowed: true, authorizer: { lambda: context } } : { allowed: false, status: 403 };
}

/**
 * A Lambda authoriser (AWS, "Control access to HTTP APIs with AWS Lambda authorizers"): without an identity source
 * nobody is asked, and the answer about one set of identity sources holds for the time that the template says.
 *
 * @param ask calls the authoriser's function
 * @returns a function that rejects where the authoriser fails
 */
export function createAuthorizer(
  properties: AuthorizerProperties,
  { clock, ask }: { clock: Clock; ask: (event: unknown) => Promise<unknown> },
): Authorizer {
  refuseWhatIsNotDone(properties);
  const sources = (properties.IdentitySource ?? []).map(readSource);
  const ttlMs = sources.length > 0 ? Number(properties.AuthorizerResultTtlInSeconds ?? 0) * 1000 : 0;
  const cached = new Map<string, { verdict: Verdict; untilMs: number }>();

  const remember = (key: string, verdict: Verdict) => {
    if (ttlMs === 0) return;
    cached.delete(key);
    cached.set(key, { verdict, untilMs: clock.now() + ttlMs });
    const [oldest] = cached.keys();
    if (cached.size > CACHED_MAX && oldest !== undefined) cached.delete(oldest);
  };

  return async (request, arrival) => {
    const identity = sources.map((source) => source(request, arrival));
    if (identity.some((value) => !value)) return { allowed: false, status: 401 };
    const key = JSON.stringify(identity);
    const known = cached.get(key);
    if (known && known.untilMs > clock.now()) return known.verdict;
    const event = requestEvent(request, arrival);
    const { region, account, apiId, path } = arrival;
    const routeArn = `arn:aws:execute-api:${region}:${account}:${apiId}/$default/${request.method}${path}`;
    const verdict = verdictOf(await ask({ ...event, type: 'REQUEST', routeArn, identitySource: identity }));
    remember(key, verdict);
    return verdict;
  };
}
