import type { Letter } from './outbox.ts';

/** What a form shows when it is shown again: what was typed, and what is wrong with it. */
export interface FormState {
  /** Where the forms of this attempt to sign in lie. */
  base: string;
  email?: string;
  problem?: string;
  /** What has just been done. */
  notice?: string;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Freewheel</title>
<link rel="stylesheet" href="/oidc/style.css">
</head>
<body><main><h1>${escaped(title)}</h1>${content}</main></body>
</html>
`;
}

/** The problem is tied to the form, and read out as soon as the page is there. */
function problemOf({ problem }: FormState): string {
  return problem ? `<p class="problem" id="problem" role="alert">${escaped(problem)}</p>` : '';
}

function field(name: string, label: string, attributes: string, { problem }: FormState): string {
  const described = problem ? ' aria-describedby="problem" aria-invalid="true"' : '';
  return `<label for="${name}">${escaped(label)}</label><input id="${name}" name="${name}" required${described} ${attributes}>`;
}

const emailField = (state: FormState) =>
  field('email', 'E-mail address', `type="email" autocomplete="username" value="${escaped(state.email ?? '')}"`, state);

const OUTBOX_HINT = `<p class="hint">This city runs on one computer and sends no mail:
<a href="/oidc/outbox" target="_blank" rel="noopener">read the letter in its outbox</a>.</p>`;

export function signInPage(state: FormState, offers: { isOpen: boolean; isRecoverable: boolean }): string {
  const password = field('password', 'Password', 'type="password" autocomplete="current-password"', state);
  const notice = state.notice ? `<p role="status">${escaped(state.notice)}</p>` : '';
  const forgot = offers.isRecoverable ? `<p><a href="${state.base}/forgot">Forgot your password?</a></p>` : '';
  const join = offers.isOpen ? `<p>New here? <a href="${state.base}/sign-up">Make an account</a></p>` : '';
  return page(
    'Sign in',
    `${notice}${problemOf(state)}<form method="post" action="${state.base}/sign-in">${emailField(state)}${password}
<button>Sign in</button></form>${forgot}${join}`,
  );
}

export function forgotPage(state: FormState): string {
  return page(
    'Choose a new password',
    `<p>We send a code to your address, if it has an account.</p><form method="post" action="${state.base}/forgot">
${emailField(state)}<button>Send the code</button></form><p><a href="${state.base}">Back to sign in</a></p>`,
  );
}

export function newPasswordPage(state: FormState, rules: string): string {
  const email = `<input type="hidden" name="email" value="${escaped(state.email ?? '')}">`;
  const code = field('code', 'Code', 'inputmode="numeric" autocomplete="one-time-code"', state);
  const password = field('password', 'New password', 'type="password" autocomplete="new-password"', state);
  return page(
    'Choose a new password',
    `<p>If your address has an account, we have sent a letter to it. Type in the code that it gives.</p>${problemOf(state)}
<form method="post" action="${state.base}/reset">${email}${code}${password}<p class="hint">${escaped(rules)}</p>
<button>Change the password</button></form>
<form method="post" action="${state.base}/forgot">${email}<button class="plain">Send another code</button></form>
${OUTBOX_HINT}`,
  );
}

export function signUpPage(state: FormState, rules: string): string {
  const password = field('password', 'Password', 'type="password" autocomplete="new-password"', state);
  return page(
    'Make an account',
    `${problemOf(state)}<form method="post" action="${state.base}/sign-up">${emailField(state)}${password}
<p class="hint">${escaped(rules)}</p><button>Make the account</button></form>
<p>You have one? <a href="${state.base}">Sign in</a></p>`,
  );
}

export function confirmPage(state: FormState): string {
  const email = `<input type="hidden" name="email" value="${escaped(state.email ?? '')}">`;
  const code = field('code', 'Code', 'inputmode="numeric" autocomplete="one-time-code"', state);
  return page(
    'Confirm your address',
    `<p>We have sent a letter to your address. Type in the code that it gives.</p>${problemOf(state)}
<form method="post" action="${state.base}/confirm">${email}${code}<button>Confirm</button></form>
<form method="post" action="${state.base}/send-again">${email}<button class="plain">Send another code</button></form>
${OUTBOX_HINT}`,
  );
}

export function outboxPage(letters: Letter[]): string {
  const item = ({ to, subject, text, at }: Letter) =>
    `<li><h2>${escaped(subject)}</h2><p>To ${escaped(to)}, <time datetime="${at}">${at}</time></p><p>${escaped(text)}</p></li>`;
  const list = letters.length > 0 ? `<ul>${letters.map(item).join('')}</ul>` : '<p>There are no letters.</p>';
  return page('Outbox', `<p>What the city would send by e-mail, if it did not run on one computer.</p>${list}`);
}

export function errorPage(words: string): string {
  return page('This did not work', `<p role="alert">${escaped(words)}</p><p><a href="/">Start again</a></p>`);
}

/** @param form the provider's own form, which carries its secret and is named `op.logoutForm` */
export function signOutPage(form: string): string {
  return page(
    'Sign out',
    `<p>Do you want to sign out?</p>${form}
<button autofocus form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>
<button class="plain" form="op.logoutForm">No, stay signed in</button>`,
  );
}

export function goodbyePage(): string {
  return page('You are signed out', '<p><a href="/">To the start page</a></p>');
}

export const STYLE = `
:root { color-scheme: light; font-family: system-ui, "Segoe UI", Arial, sans-serif; line-height: 1.5; color: #10282a; background: #fdf7ea; }
body { margin: 0; }
main { max-width: 26rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
label { display: block; font-weight: 600; margin-top: 1rem; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .7rem; border: 2px solid #0f3d3e; border-radius: .5rem; background: #fff; }
button { font: inherit; font-weight: 600; margin: 1.25rem .75rem 0 0; padding: .8rem 1.4rem; border: 2px solid #0f3d3e; border-radius: .5rem; background: #0f3d3e; color: #fff; }
button.plain { background: none; color: #0f3d3e; }
a { color: #0b5557; }
ul { list-style: none; padding: 0; }
li { padding: 1rem; margin: 1rem 0; background: #fff; border-radius: .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0; }
.hint { color: #3b5254; }
.problem { padding: .8rem 1rem; border-left: .4rem solid #b3261e; background: #fff; }
:focus-visible { outline: 4px solid #d3580a; outline-offset: 3px; }
`;
