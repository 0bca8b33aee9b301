import { createHash, randomBytes } from 'node:crypto';

/** Tokens as the token endpoint gives them. */
export interface Tokens {
  access_token: string;
  id_token: string;
  scope: string;
}

export interface Login {
  issuer: string;
  clientId: string;
  /** Where the city's page is. */
  redirectUri: string;
}

/** What a form of the sign-in pages leads to: another page, or back to the city's with a code. */
export interface Shown {
  status: number;
  /** The page's address, or the city's with `code` or `error` in its query. */
  url: string;
  html: string;
}

/** Each request has a connection of its own: a host may be another one by the next. */
const ALONE = { connection: 'close' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded', ...ALONE };

/** A browser without a window: it keeps cookies, follows redirects, and stops at the door of the city's own page. */
export function visitor({ issuer, clientId, redirectUri }: Login) {
  const cookies = new Map<string, { value: string; path: string }>();
  const verifier = randomBytes(32).toString('base64url');
  let base = '';

  const go = async (url: string, init: RequestInit = {}): Promise<Shown> => {
    const { pathname } = new URL(url);
    const sent = [...cookies].filter(([, { path }]) => pathname.startsWith(path));
    const headers = {
      ...ALONE,
      ...init.headers,
      cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; '),
    };
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, { value, path });
    }
    const location = answer.headers.get('location');
    const next = location ? new URL(location, url).href : undefined;
    if (next?.startsWith(redirectUri)) return { status: answer.status, url: next, html: '' };
    if (next) return go(next);
    if (pathname.includes('/interaction/')) base = url.replace(/(\/interaction\/[^/?]+).*/, '$1');
    return { status: answer.status, url, html: await answer.text() };
  };
  const post = (step: string, fields: Record<string, string>) =>
    go(`${base}/${step}`, { method: 'POST', headers: FORM, body: String(new URLSearchParams(fields)) });

  return {
    go,
    /** Comes from the city's page to sign in. */
    begin(changes: Record<string, string> = {}): Promise<Shown> {
      const asked = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        scope: 'openid email',
        redirect_uri: redirectUri,
        state: 'st',
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...changes,
      });
      for (const [name, value] of Object.entries(changes)) if (value === '') asked.delete(name);
      return go(`${issuer}/auth?${asked}`);
    },
    signUp: (email: string, password: string) => post('sign-up', { email, password }),
    confirm: (email: string, code: string) => post('confirm', { email, code }),
    signIn: (email: string, password: string) => post('sign-in', { email, password }),
    /** Asks for a code to choose a new password with. */
    forget: (email: string) => post('forgot', { email }),
    reset: (email: string, code: string, password: string) => post('reset', { email, code, password }),
    /** The code in the newest letter to an address. */
    async codeFor(email: string): Promise<string> {
      const { html } = await go(`${issuer}/outbox`);
      const letter = html.split('<li>').find((item) => item.includes(`To ${email},`)) ?? '';
      return /code is (\d{6})/.exec(letter)?.[1] ?? '';
    },
    /** Trades the code that the city's page was given for tokens. */
    async redeem({ url }: Shown, changes: Record<string, string> = {}): Promise<Response> {
      const code = new URL(url).searchParams.get('code') ?? '';
      const trade = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri };
      const body = String(new URLSearchParams({ ...trade, code, code_verifier: verifier, ...changes }));
      return fetch(`${issuer}/token`, { method: 'POST', headers: FORM, body });
    },
  };
}

/** Of accounts on a laptop, whose people are all made up. */
export const PASSWORD = 'Correct horse 9 battery';

/** Somebody who makes an account, confirms the address and is back at the city's page with tokens. */
export async function joinAs(login: Login, email: string): Promise<Tokens> {
  const person = visitor(login);
  await person.begin();
  await person.signUp(email, PASSWORD);
  const back = await person.confirm(email, await person.codeFor(email));
  return (await person.redeem(back)).json() as Promise<Tokens>;
}

/** Somebody who has an account, and signs in anew. */
export async function signInAs(login: Login, email: string): Promise<Tokens> {
  const person = visitor(login);
  await person.begin();
  const back = await person.signIn(email, PASSWORD);
  return (await person.redeem(back)).json() as Promise<Tokens>;
}
