import middy from '@middy/core';
import { systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { TokenRefused } from '../shared/errors.ts';
import { kmsPublicKeys, type TokenVerifier, tokenVerifier } from '../shared/token-verifier.ts';
import { KioskClaims } from '../shared/tokens.ts';
import { orchestrationEnv } from './env.ts';

/** What is needed of an authoriser's event, payload format 2.0: the header `Authorization` is its identity source. */
export interface AuthorizerEvent {
  identitySource?: string[] | null;
  headers?: Record<string, string | undefined>;
}

/** A simple response (API Gateway, "Lambda authorizers for HTTP APIs"). A refusal becomes a 403. */
export type Authorization =
  | { isAuthorized: false }
  | { isAuthorized: true; context: { kioskId: string; thing: string } };

function bearerOf({ identitySource, headers }: AuthorizerEvent): string | undefined {
  const header = identitySource?.[0] ?? headers?.['authorization'] ?? '';
  return /^Bearer +(\S+)$/i.exec(header)?.[1];
}

/** Lets in whoever holds a kiosk's access token. The function behind it learns which kiosk that is. */
export function authorizeKiosk({ tokens }: { tokens: TokenVerifier }) {
  return async (event: AuthorizerEvent): Promise<Authorization> => {
    const token = bearerOf(event);
    if (!token) return { isAuthorized: false };
    try {
      const { sub, thing } = await tokens.verify(token, 'api', KioskClaims);
      return { isAuthorized: true, context: { kioskId: sub, thing } };
    } catch (error) {
      if (error instanceof TokenRefused) return { isAuthorized: false };
      throw error;
    }
  };
}

function bind() {
  const { tokenKeyIds, tokenIssuer } = orchestrationEnv;
  const env = readEnv({ tokenKeyIds, tokenIssuer });
  const publicKeys = kmsPublicKeys(env.tokenKeyIds);
  return authorizeKiosk({ tokens: tokenVerifier({ issuer: env.tokenIssuer, publicKeys, clock: systemClock }) });
}

let authorize: ReturnType<typeof bind> | undefined;

/** Every request waits for this function, so that it carries nothing that it does not need: no logger, no schemas. */
export const handler = middy<AuthorizerEvent, Authorization>((event: AuthorizerEvent) => {
  authorize ??= bind();
  return authorize(event);
});
