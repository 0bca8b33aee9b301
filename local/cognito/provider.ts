import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { HostContext } from '../module.ts';
import type { Account, Accounts } from './accounts.ts';
import { storeAdapter, sweep } from './adapter.ts';
import { errorPage, goodbyePage, signOutPage } from './pages.ts';
import type { Pool, PoolClient } from './pool.ts';
import { cookieSecret, type SigningKey } from './signing-key.ts';

export interface ProviderOptions {
  issuer: string;
  pool: Pool;
  accounts: Accounts;
  key: SigningKey;
}

/** A session at the provider, after which people sign in anew (Amazon Cognito, "Managed login": one hour). */
const SESSION_SECONDS = 60 * 60;
/** What people get to fill in a form, and to fetch a code from their letters. */
const INTERACTION_SECONDS = 60 * 60;
/** Amazon Cognito: an authorization code is good for five minutes. */
const CODE_SECONDS = 5 * 60;

/** The claims by which Cognito names a person's groups and account; groups are left out where there are none. */
function cognitoClaims({ sub, groups }: Account) {
  return groups.length > 0 ? { 'cognito:groups': groups, username: sub } : { username: sub };
}

function clientOf({ id, callbacks, logouts, scopes }: PoolClient) {
  return {
    client_id: id,
    token_endpoint_auth_method: 'none' as const,
    application_type: 'web' as const,
    grant_types: ['authorization_code'],
    response_types: ['code' as const],
    redirect_uris: callbacks,
    post_logout_redirect_uris: logouts,
    scope: scopes.join(' '),
  };
}

function configuration(options: ProviderOptions, { store, clock, random }: HostContext): Configuration {
  const { issuer, pool, accounts, key } = options;
  const clients = [...pool.clients.values()];
  const client = (id: string | undefined) => (id === undefined ? undefined : pool.clients.get(id));
  const seconds =
    (name: 'accessSeconds' | 'idSeconds') =>
    (_: unknown, __: unknown, { clientId }: { clientId: string }) =>
      client(clientId)?.[name] ?? 0;

  /** The city's own pages ask for nothing that a person would have to consent to: signing in is all. */
  const grantFor = async ({ oidc }: KoaContextWithOIDC) => {
    const [asking, session] = [oidc.client, oidc.session];
    if (!asking || !session?.accountId) return undefined;
    const known = session.grantIdFor(asking.clientId);
    const found = known === undefined ? undefined : await oidc.provider.Grant.find(known);
    const grant = found ?? new oidc.provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
    const scopes = client(asking.clientId)?.scopes.join(' ') ?? '';
    grant.addOIDCScope(scopes);
    grant.addResourceScope(issuer, scopes);
    await grant.save();
    return grant;
  };

  return {
    adapter: storeAdapter(store, clock),
    clients: clients.map(clientOf),
    jwks: { keys: [key] },
    cookies: { keys: [cookieSecret(store, random)] },
    scopes: ['openid', 'email'],
    claims: { openid: ['sub', 'cognito:groups', 'cognito:username', 'token_use'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: {
      Session: SESSION_SECONDS,
      Interaction: INTERACTION_SECONDS,
      AuthorizationCode: CODE_SECONDS,
      Grant: SESSION_SECONDS,
      AccessToken: (_, __, { clientId = '' }) => client(clientId)?.accessSeconds ?? 0,
      IdToken: seconds('idSeconds'),
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form);
        },
        postLogoutSuccessSource: (context) => {
          context.body = goodbyePage();
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => issuer,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, __, { clientId, scope = '' }) => ({
          scope: client(clientId)?.scopes.join(' ') ?? scope,
          // Cognito's access tokens name their client in `client_id` alone, and an HTTP API takes either.
          audience: clientId,
          accessTokenFormat: 'jwt',
          accessTokenTTL: client(clientId)?.accessSeconds ?? 0,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    findAccount: (_, sub) => {
      const account = accounts.bySub(sub);
      if (!account) return undefined;
      const { username, ...groups } = cognitoClaims(account);
      const claims = { sub, ...groups, 'cognito:username': username, token_use: 'id' };
      return { accountId: sub, claims: () => ({ ...claims, email: account.email, email_verified: true }) };
    },
    extraTokenClaims: (_, token) => {
      const account = 'accountId' in token ? accounts.bySub(token.accountId) : undefined;
      return account && { ...cognitoClaims(account), token_use: 'access' };
    },
    loadExistingGrant: grantFor,
    interactions: { url: (_, { uid }) => `${new URL(issuer).pathname}/interaction/${uid}` },
    // The city's page may be open under the other name of this machine.
    clientBasedCORS: (_, origin, asking) => (asking.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
    renderError: (context, { error, error_description: words }) => {
      context.type = 'html';
      context.body = errorPage(words ?? error);
    },
  };
}

/** OpenID Connect for the people of the template's user pool, with tokens that read as Cognito's. */
export function createProvider(options: ProviderOptions, context: HostContext): Provider {
  sweep(context.store, context.clock);
  return new Provider(options.issuer, configuration(options, context));
}
