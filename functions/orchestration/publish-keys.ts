import { readEnv } from '../shared/env.ts';
import { type HttpAnswer, httpHandler } from '../shared/http-handler.ts';
import { kmsPublicKeys, type PublicKeys } from '../shared/token-verifier.ts';
import { orchestrationEnv } from './env.ts';

/** A kiosk that meets an unknown `kid` asks again; the rest may keep the keys for five minutes. */
const headers = { 'cache-control': 'public, max-age=300', 'content-type': 'application/jwk-set+json' };

/** The city's public keys (RFC 7517, section 5): those that sign tokens, and those that credentials are sealed to. */
export function publishKeys(deps: { tokenKeys: PublicKeys; credentialKeys: PublicKeys }) {
  return async (): Promise<HttpAnswer> => {
    const tokenKeys = [...(await deps.tokenKeys())];
    const credentialKeys = [...(await deps.credentialKeys())];
    const keys = [
      ...tokenKeys.map(([kid, jwk]) => ({ ...jwk, kid, use: 'sig', alg: 'ES256' })),
      ...credentialKeys.map(([kid, jwk]) => ({ ...jwk, kid, use: 'enc', alg: 'RSA-OAEP-256' })),
    ];
    return { status: 200, headers, body: { keys } };
  };
}

export const handler = httpHandler({
  bind: () => {
    const { tokenKeyIds, credentialKeyIds } = orchestrationEnv;
    const env = readEnv({ tokenKeyIds, credentialKeyIds });
    return publishKeys({
      tokenKeys: kmsPublicKeys(env.tokenKeyIds),
      credentialKeys: kmsPublicKeys(env.credentialKeyIds),
    });
  },
});
