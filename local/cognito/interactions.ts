import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Account, Accounts } from './accounts.ts';
import { confirmPage, errorPage, type FormState, signInPage, signUpPage } from './pages.ts';
import { passwordFaults } from './passwords.ts';
import type { Pool } from './pool.ts';
import { resetSteps } from './reset-steps.ts';
import type { Resets } from './resets.ts';

/** A request within one attempt to sign in. */
export interface Step {
  request: IncomingMessage;
  response: ServerResponse;
  base: string;
  form: URLSearchParams;
}

/** More than any form of ours. */
const FORM_BYTES_MAX = 8 * 1024;

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > FORM_BYTES_MAX) throw new Error('The form is too long.');
  }
  return new URLSearchParams(text);
}

/** A form leads on to the city's page by redirects, which a browser holds against `form-action` too (CSP, level 3). */
export function pagePolicy(pool: Pool): string {
  const origins = [...pool.clients.values()].flatMap(({ callbacks }) => callbacks.map((url) => new URL(url).origin));
  const actions = ["'self'", ...new Set(origins)].join(' ');
  return `default-src 'none'; style-src 'self'; form-action ${actions}; frame-ancestors 'none'; base-uri 'none'`;
}

export function pageHeaders(pool: Pool): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(pool),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

export interface People {
  accounts: Accounts;
  resets: Resets;
  pool: Pool;
}

const REFUSED = 'That address and password do not go together, or were tried too often. Wait a moment, and try again.';

/**
 * The pages on which people sign in, make an account, confirm their address and choose a new password, each within one attempt to sign in:
 * the provider knows it by a cookie that no other site's form brings along (SameSite).
 */
export function interactions(provider: Provider, { accounts, resets, pool }: People) {
  const rules = () => `Your password needs ${passwordFaults('', pool.passwords).join(', ')}.`;
  const show = ({ response }: Step, html: string, status = 200) =>
    void response.writeHead(status, pageHeaders(pool)).end(html);
  const stateOf = ({ base, form }: Step, problem?: string): FormState => ({
    base,
    email: form.get('email') ?? '',
    ...(problem === undefined ? {} : { problem }),
  });
  const enter = ({ request, response }: Step, { sub }: Account) =>
    provider.interactionFinished(request, response, { login: { accountId: sub } }, { mergeWithLastSubmission: false });

  const signIn = async (step: Step) => {
    const { form } = step;
    const email = form.get('email') ?? '';
    const result = await accounts.signIn(email, form.get('password') ?? '');
    if (result.is === 'in') return enter(step, result.account);
    if (result.is === 'refused') return show(step, signInPage(stateOf(step, REFUSED), pool), 403);
    accounts.sendCodeAgain(email);
    return show(step, confirmPage(stateOf(step)));
  };
  const signUp = async (step: Step) => {
    const [email, password] = [step.form.get('email') ?? '', step.form.get('password') ?? ''];
    const faults = passwordFaults(password, pool.passwords);
    const again = (problem: string) => show(step, signUpPage(stateOf(step, problem), rules()), 422);
    if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) return again('This is no e-mail address.');
    if (faults.length > 0) return again(`Your password needs ${faults.join(', ')}.`);
    await accounts.signUp(email, password);
    return show(step, confirmPage(stateOf(step)));
  };
  const confirm = async (step: Step) => {
    const account = accounts.confirm(step.form.get('email') ?? '', step.form.get('code') ?? '');
    if (account) return enter(step, account);
    return show(step, confirmPage(stateOf(step, 'This is not the code, or it is too old. Try again.')), 422);
  };
  const sendAgain = async (step: Step) => {
    accounts.sendCodeAgain(step.form.get('email') ?? '');
    show(step, confirmPage(stateOf(step)));
  };
  const steps: Record<string, (step: Step) => Promise<void>> = {
    'GET ': async (step) => show(step, signInPage(stateOf(step), pool)),
    'POST sign-in': signIn,
    ...(pool.isRecoverable && resetSteps(pool, resets, { show, stateOf, rules })),
    ...(pool.isOpen && {
      'GET sign-up': async (step: Step) => show(step, signUpPage(stateOf(step), rules())),
      'POST sign-up': signUp,
      'POST confirm': confirm,
      'POST send-again': sendAgain,
    }),
  };

  /** @param path below `/oidc/interaction/` */
  return async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [uid = '', name = ''] = path.split('/');
    const details = await provider.interactionDetails(request, response).catch(() => undefined);
    const step = { request, response, base: `/oidc/interaction/${uid}`, form: new URLSearchParams() };
    if (details?.uid !== uid) return show(step, errorPage('This attempt to sign in is over. Please start again.'), 400);
    const run = steps[`${request.method} ${name}`];
    if (!run) return show(step, errorPage('There is nothing here.'), 404);
    return run(request.method === 'POST' ? { ...step, form: await readForm(request) } : step);
  };
}
