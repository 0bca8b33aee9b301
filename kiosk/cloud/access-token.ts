import { importPKCS8, SignJWT } from 'jose';
import { IssuedToken } from '../../functions/orchestration/contract.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import type { Clock } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import type { KioskConfig } from '../config.ts';
import type { Compute } from '../lifetime.ts';
import { type Ask, CloudRefused } from './request.ts';

/** Signs with the key that was registered for this kiosk. */
export type DeviceSigner = (claims: Record<string, unknown>) => Promise<string>;

/** `pem` is a P-256 private key (PKCS #8). */
export function deviceSigner(pem: string, kioskId: string, compute: Compute): DeviceSigner {
  let key: ReturnType<typeof importPKCS8> | undefined;
  const sign = async (claims: Record<string, unknown>) => {
    key ??= importPKCS8(pem, 'ES256');
    return new SignJWT({ iss: kioskId, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: kioskId })
      .sign(await key);
  };
  return (claims) => compute(sign(claims));
}

export interface AccessToken {
  /** The token for the API, fetched or still good. */
  value(): Promise<string>;
  /** The API did not take the token: the next one is fetched anew. */
  drop(): void;
}

/** An assertion is read once, at once; a minute is room for a slow network (docs/architecture.md, "Tokens"). */
const ASSERTION_S = 60;
/** A token is renewed while it is still good, so that no request starts with one that ends under way. */
const RENEW_BEFORE_S = 60;

/** Trades an assertion for an access token (RFC 7523, section 2.1), once for all requests that wait for it. */
export function accessToken(
  config: KioskConfig,
  deps: { sign: DeviceSigner; ask: Ask; clock: Clock; random: Random },
): AccessToken {
  let held: { token: string; renewAt: number } | undefined;
  let pending: Promise<string> | undefined;
  const renew = async () => {
    const now = Math.floor(deps.clock.now() / 1000);
    const assertion = await deps.sign({
      sub: config.kioskId,
      aud: tokenIssuer(config.city),
      iat: now,
      exp: now + ASSERTION_S,
      jti: uuid(deps.random),
    });
    const issued = await deps.ask(
      {
        method: 'POST',
        url: `${config.apiEndpoint.replace(/\/$/, '')}/v1/token`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString(),
      },
      IssuedToken,
    );
    held = {
      token: issued.access_token,
      renewAt: deps.clock.now() + (issued.expires_in - RENEW_BEFORE_S) * 1000,
    };
    return held.token;
  };
  // An assertion by a clock that is wrong is refused. The refusal has set the clock right.
  const renewOnTime = () => renew().catch((error) => (error instanceof CloudRefused ? renew() : Promise.reject(error)));
  return {
    value: async () => {
      if (held && deps.clock.now() < held.renewAt) return held.token;
      pending ??= renewOnTime().finally(() => {
        pending = undefined;
      });
      return pending;
    },
    drop: () => {
      held = undefined;
    },
  };
}
