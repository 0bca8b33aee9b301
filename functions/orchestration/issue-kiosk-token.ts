import { type Clock, systemClock } from '../../seams/clock.ts';
import { type Random, systemRandom, uuid } from '../../seams/random.ts';
import { type Allowance, type Allowances, dynamoAllowances } from '../shared/allowances.ts';
import { readEnv } from '../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../shared/http-handler.ts';
import { documentClient } from '../shared/table.ts';
import { kmsSigningKey, type TokenSigner, tokenSigner } from '../shared/token-signer.ts';
import type { KioskClaims } from '../shared/tokens.ts';
import { type AssertionStore, dynamoAssertions } from './assertion-store.ts';
import { type IssuedToken, IssueKioskToken } from './contract.ts';
import { orchestrationEnv } from './env.ts';
import { issuerOf, verifyAssertion } from './kiosk-assertion.ts';
import { dynamoKiosks, type KioskStore } from './kiosk-store.ts';

interface Dependencies {
  kiosks: KioskStore;
  assertions: AssertionStore;
  allowances: Allowances;
  tokens: TokenSigner;
  issuer: string;
  clock: Clock;
  random: Random;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const TOKEN_SECONDS = 15 * 60;
/** Past an assertion's expiry and the skew that is allowed it, its id need not be known. */
const SPENT_SECONDS = 60;

/**
 * A token lasts a quarter of an hour; a kiosk that is switched on and off again needs more of them. KMS signs some
 * 300 times a second for the whole city, of which no kiosk may take all. Counted once it is known to be that kiosk:
 * nobody else can use up what a kiosk has left.
 */
const TOKEN_ALLOWANCE: Allowance = { name: 'tokens', burst: 10, everyMs: 15_000 };

type OAuthError = 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type';

/** Tokens and what is said of them are not to be cached (RFC 6749, sections 5.1 and 5.2). */
const headers = { 'cache-control': 'no-store' };

function refuse(error: OAuthError, error_description: string): HttpAnswer {
  const body = { error, error_description };
  if (error !== 'invalid_client') return { status: 400, headers, body };
  return { status: 401, headers: { ...headers, 'www-authenticate': 'Bearer' }, body };
}

/** The assertion of a token request, or the refusal of anything else. */
function readForm(request: HttpRequest): { assertion: string } | { refusal: HttpAnswer } {
  const malformed = (why: string) => ({ refusal: refuse('invalid_request', why) });
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    return malformed('The request must be of type application/x-www-form-urlencoded.');
  const form = new URLSearchParams(request.body);
  const names = [...form.keys()];
  if (new Set(names).size < names.length) return malformed('A parameter is there twice.');
  const grantType = form.get('grant_type');
  if (!grantType) return malformed('The parameter grant_type is missing.');
  if (grantType !== GRANT_TYPE)
    return { refusal: refuse('unsupported_grant_type', `The only grant type here is ${GRANT_TYPE}.`) };
  const command = IssueKioskToken.safeParse({ assertion: form.get('assertion') });
  return command.success ? command.data : malformed('The parameter assertion must be a signed JWT in compact form.');
}

/**
 * Trades a kiosk's assertion for an access token (RFC 7523, section 2.1). Refusals are OAuth's, by its names.
 *
 * @throws TooManyRequests
 */
export function issueKioskToken(deps: Dependencies) {
  const trade = async (assertion: string): Promise<HttpAnswer> => {
    const kioskId = issuerOf(assertion);
    if (!kioskId) return refuse('invalid_grant', 'The assertion names no kiosk as its issuer (iss).');
    const kiosk = await deps.kiosks.find(kioskId);
    if (!kiosk) {
      const remedy = 'Register its device key with the city before it is switched on.';
      return refuse('invalid_client', `The kiosk ${kioskId} is not registered. ${remedy}`);
    }
    const verified = await verifyAssertion(assertion, kiosk, deps.issuer, deps.clock.now());
    if ('fault' in verified) return refuse('invalid_grant', verified.fault);
    await deps.allowances.take(kioskId, TOKEN_ALLOWANCE);
    const spender = uuid(deps.random);
    if (!(await deps.assertions.spend(kioskId, verified.jti, spender, verified.exp + SPENT_SECONDS)))
      return refuse('invalid_grant', 'The assertion was used before. Make a new one for each request.');
    const claims = { aud: 'api', scope: 'kiosk', sub: kioskId, thing: kiosk.thing } as const;
    const access_token = await deps.tokens.mint<KioskClaims>(claims, TOKEN_SECONDS);
    const body: IssuedToken = { access_token, token_type: 'Bearer', expires_in: TOKEN_SECONDS };
    return { status: 200, headers, body };
  };
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const form = readForm(request);
    return 'refusal' in form ? form.refusal : trade(form.assertion);
  };
}

export const handler = httpHandler({
  bind: () => {
    const { kiosksTable, sessionsTable, tokenKeyIds, tokenIssuer } = orchestrationEnv;
    const env = readEnv({ kiosksTable, sessionsTable, tokenKeyIds, tokenIssuer });
    const client = documentClient();
    const key = kmsSigningKey(env.tokenKeyIds);
    const seams = { clock: systemClock, random: systemRandom };
    return issueKioskToken({
      kiosks: dynamoKiosks(client, env.kiosksTable),
      assertions: dynamoAssertions(client, env.sessionsTable),
      allowances: dynamoAllowances(client, env.sessionsTable, systemClock),
      tokens: tokenSigner({ issuer: env.tokenIssuer, key, ...seams }),
      issuer: env.tokenIssuer,
      ...seams,
    });
  },
});
