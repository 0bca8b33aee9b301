/** What `config.json` says beside the page. */
interface Config {
  issuer: string;
  clientId: string;
}

/** What the provider says of itself (OpenID Connect Discovery). */
interface Provider {
  authorization_endpoint: string;
  token_endpoint: string;
  end_session_endpoint?: string;
}

/** What is kept while somebody is away at the provider, and forgotten when they are back. */
interface Leave {
  state: string;
  verifier: string;
}

const LEAVE = 'freewheel-sign-in';
const VERIFIER_BYTES = 32;
/** This page, without what the provider has put behind it. */
const here = () => `${location.origin}${location.pathname}`;

const base64url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(VERIFIER_BYTES)));

async function read<Answer>(url: string): Promise<Answer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}

async function find(): Promise<{ config: Config; provider: Provider }> {
  const config = await read<Config>('config.json');
  return { config, provider: await read<Provider>(`${config.issuer}/.well-known/openid-configuration`) };
}

/** Goes to the provider: an authorization code with PKCE (RFC 7636), since a page can keep no secret. */
export async function signIn(): Promise<void> {
  const { config, provider } = await find();
  const leave: Leave = { state: random(), verifier: random() };
  sessionStorage.setItem(LEAVE, JSON.stringify(leave));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(leave.verifier));
  const asked = new URLSearchParams({
    client_id: config.clientId,
    response_type: 'code',
    scope: 'openid email',
    redirect_uri: here(),
    state: leave.state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  });
  location.assign(`${provider.authorization_endpoint}?${asked}`);
}

/**
 * Trades what the provider has sent somebody back with for an access token, which stays in this page's memory and is
 * gone with it. Undefined where nobody comes back.
 */
export async function comeBack(): Promise<string | undefined> {
  const query = new URLSearchParams(location.search);
  const [code, state] = [query.get('code'), query.get('state')];
  const leave = JSON.parse(sessionStorage.getItem(LEAVE) ?? 'null') as Leave | null;
  sessionStorage.removeItem(LEAVE);
  history.replaceState(null, '', location.pathname);
  if (!code || !leave || state !== leave.state) return undefined;
  const { config, provider } = await find();
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: config.clientId,
    redirect_uri: here(),
    code,
    code_verifier: leave.verifier,
  });
  const answer = await fetch(provider.token_endpoint, { method: 'POST', body });
  if (!answer.ok) return undefined;
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}

/** Ends the session at the provider too. Its standard name for where to go on, and Cognito's, say the same. */
export async function signOut(): Promise<void> {
  const { config, provider } = await find();
  const back = { post_logout_redirect_uri: here(), logout_uri: here() };
  const asked = new URLSearchParams({ client_id: config.clientId, ...back });
  location.assign(provider.end_session_endpoint ? `${provider.end_session_endpoint}?${asked}` : here());
}
