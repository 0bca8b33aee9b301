import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../seams/clock.ts';
import { type Authorizer, readSource } from './authorizer.ts';

export interface JwtAuthorizerProperties {
  IdentitySource?: string[];
  JwtConfiguration?: { Audience?: string[]; Issuer?: string };
}

/** Gives the public keys of an issuer; undefined where the host does not know it. */
export type KeysOf = (issuer: string) => Promise<{ keys: Array<Record<string, string>> } | undefined>;

/** The algorithms that an HTTP API takes: RSA alone. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/**
 * Claims as a function gets them: all are text. Lists have brackets around them and blanks between; AWS documents
 * that nowhere (github.com/aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock/issues/802).
 */
function written(claim: unknown): string {
  if (Array.isArray(claim)) return `[${claim.map(written).join(' ')}]`;
  return typeof claim === 'object' ? JSON.stringify(claim) : String(claim);
}

/** The scopes of a token, which some issuers list in `scp`. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  const given = scope ?? scp ?? [];
  return Array.isArray(given) ? given.map(String) : String(given).split(' ').filter(Boolean);
}

/** `client_id` counts where there is no `aud` alone. */
function audienceOf({ aud, client_id }: JWTPayload): string[] {
  return [aud ?? String(client_id ?? '')].flat();
}

/** A time that is yet to come, in seconds since the epoch. */
const isAhead = (claim: unknown, nowMs: number) => claim !== undefined && !(Number(claim) * 1000 <= nowMs);

/**
 * A JWT authoriser (AWS, "Control access to HTTP APIs with JWT authorizers in API Gateway", "Authorizing API
 * requests"): checks kid, signature, issuer, audience and times, and that the token has one of the route's scopes.
 */
export function createJwtAuthorizer(
  {
    IdentitySource: [source = ''] = [],
    JwtConfiguration: { Audience: audience = [], Issuer: issuer = '' } = {},
  }: JwtAuthorizerProperties,
  { clock, keysOf }: { clock: Clock; keysOf: KeysOf },
): Authorizer {
  const find = readSource(source);

  const verified = async (token: string): Promise<JWTPayload | undefined> => {
    const keys = await keysOf(issuer);
    if (!keys) throw new Error(`the embedded host knows no issuer '${issuer}'`);
    const options = { issuer, algorithms: ALGORITHMS, currentDate: new Date(clock.now()), requiredClaims: ['exp'] };
    try {
      if (!decodeProtectedHeader(token).kid) return undefined;
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys as unknown as JSONWebKeySet), options);
      const isForUs = audienceOf(payload).some((one) => audience.includes(one));
      return isForUs && !isAhead(payload.iat, clock.now()) ? payload : undefined;
    } catch {
      return undefined;
    }
  };

  return async (request, arrival, wanted) => {
    const token = find(request, arrival)?.replace(/^Bearer\s+/i, '');
    const payload = token ? await verified(token) : undefined;
    if (!payload) return { allowed: false, status: 401 };
    const scopes = scopesOf(payload);
    if (wanted.length > 0 && !wanted.some((scope) => scopes.includes(scope))) return { allowed: false, status: 403 };
    const claims = Object.fromEntries(Object.entries(payload).map(([name, claim]) => [name, written(claim)]));
    return { allowed: true, authorizer: { jwt: { claims, scopes: wanted.length > 0 ? scopes : null } } };
  };
}
