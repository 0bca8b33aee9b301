import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { joinAs, PASSWORD, visitor } from '../../../laptop/newcomer.ts';
import { cognitoModule } from '../../../local/cognito/module.ts';
import { openStore } from '../../../local/store.ts';
import { deploy, hostContext } from '../serve.ts';
import { virtualClock } from '../virtual-clock.ts';
import { POOL, servePool } from './served-pool.ts';

const EMAIL = 'ana@example.org';
const NEW = 'Another long pass 77';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const titleOf = (html: string) => /<h1>(.*)<\/h1>/.exec(html)?.[1];

describe('choosing a new password', () => {
  let served: Awaited<ReturnType<typeof servePool>>;
  let store: ReturnType<typeof openStore>;
  const clock = virtualClock(Date.now());
  const someone = async () => {
    const person = visitor(served.login);
    await person.begin();
    return person;
  };
  const isLetIn = async (password: string) => (await (await someone()).signIn(EMAIL, password)).url.includes('code=');
  const letters = async () => {
    const { html } = await (await someone()).go(`${served.login.issuer}/outbox`);
    return html.split('A new password</h2>').length - 1;
  };
  /** Six digits that are not the code. */
  const other = (code: string) => (code === '111111' ? '222222' : '111111');

  beforeEach(async () => {
    store = openStore(':memory:');
    served = await servePool({ clock, store });
    await joinAs(served.login, EMAIL);
  });
  afterEach(() => served.close());

  it('lets in with the new one whoever knows the code, and with the old one nobody', async () => {
    const person = await someone();
    const begun = await person.forget(EMAIL);

    const changed = await person.reset(EMAIL, await person.codeFor(EMAIL), NEW);
    const back = await person.signIn(EMAIL, NEW);

    expect(titleOf(begun.html)).toBe('Choose a new password');
    expect([titleOf(changed.html), changed.status]).toEqual(['Sign in', 200]);
    expect(changed.html).toContain('Your password is changed.');
    expect(back.url).toContain('code=');
    expect(await isLetIn(PASSWORD)).toBe(false);
    expect(JSON.stringify(store.list('cognito/accounts'))).not.toContain(NEW);
  });

  it('takes a code once', async () => {
    const person = await someone();
    await person.forget(EMAIL);
    const code = await person.codeFor(EMAIL);
    await person.reset(EMAIL, code, NEW);

    const again = await person.reset(EMAIL, code, 'A third long pass 88');

    expect(again.status).toBe(422);
    expect(await isLetIn(NEW)).toBe(true);
  });

  it('takes a code for an hour', async () => {
    const person = await someone();
    await person.forget(EMAIL);
    const code = await person.codeFor(EMAIL);
    clock.advance(HOUR - MINUTE);
    const stillGood = await person.reset(EMAIL, other(code), NEW);
    clock.advance(MINUTE);

    const late = await (await someone()).reset(EMAIL, code, NEW);

    expect([stillGood.status, late.status]).toEqual([422, 422]);
    expect(await isLetIn(PASSWORD)).toBe(true);
  });

  it('takes a code no more once five others were tried, one after another or all at once', async () => {
    const person = await someone();
    await person.forget(EMAIL);
    const code = await person.codeFor(EMAIL);
    await person.reset(EMAIL, other(code), NEW);
    await Promise.all([1, 2, 3, 4].map(() => person.reset(EMAIL, other(code), NEW)));

    const shown = await person.reset(EMAIL, code, NEW);

    expect(shown.status).toBe(422);
    expect(await isLetIn(PASSWORD)).toBe(true);
  });

  it('takes the newest code alone, and sends five an hour', async () => {
    const person = await someone();
    await person.forget(EMAIL);
    const first = await person.codeFor(EMAIL);
    for (let asked = 0; asked < 7; asked++) await person.forget(EMAIL);
    const sent = await letters();
    const newest = await person.codeFor(EMAIL);
    const old = first === newest ? undefined : await person.reset(EMAIL, first, NEW);
    clock.advance(HOUR);
    await (await someone()).forget(EMAIL);

    expect(sent).toBe(5);
    expect(old?.status ?? 422).toBe(422);
    expect(await letters()).toBe(6);
  });

  it('looks the same for an address that has no account, or none that was confirmed', async () => {
    const unconfirmed = 'una@example.org';
    await (await someone()).signUp(unconfirmed, PASSWORD);
    const shownFor = async (email: string) => {
      const person = await someone();
      const [begun, refused] = [await person.forget(email), await person.reset(email, '000000', NEW)];
      const plain = (html: string) => html.replaceAll(email, '').replaceAll(/interaction\/[\w-]+/g, '');
      return [begun, refused].map(({ status, html }) => ({ status, html: plain(html) }));
    };

    const known = await shownFor(EMAIL);

    expect(await shownFor('nobody@example.org')).toEqual(known);
    expect(await shownFor(unconfirmed)).toEqual(known);
    expect(await letters()).toBe(1);
  });

  it('says what the new password lacks, and keeps the code', async () => {
    const person = await someone();
    await person.forget(EMAIL);
    const code = await person.codeFor(EMAIL);

    const lacking = await person.reset(EMAIL, code, 'short');
    const changed = await person.reset(EMAIL, code, NEW);

    expect(lacking.html).toContain('Your password needs at least 12 characters, a digit.');
    expect(titleOf(changed.html)).toBe('Sign in');
  });

  it('opens an account that was locked by wrong passwords', async () => {
    const person = await someone();
    for (let tries = 0; tries < 9; tries++) await person.signIn(EMAIL, 'not the password');
    await person.forget(EMAIL);
    await person.reset(EMAIL, await person.codeFor(EMAIL), NEW);

    expect(await isLetIn(NEW)).toBe(true);
  });

  it('confirms no address with a code to change a password', async () => {
    const person = await someone();
    await person.forget(EMAIL);

    const shown = await person.confirm(EMAIL, await person.codeFor(EMAIL));

    expect(shown.status).toBe(422);
  });

  it('is offered where the template leaves it to people themselves, and not where it leaves it to administrators', async () => {
    const recoveredBy = (Name: string) => ({ ...POOL, AccountRecoverySetting: { RecoveryMechanisms: [{ Name }] } });
    const closed = await servePool({}, 0, recoveredBy('admin_only'));
    const person = visitor(closed.login);
    const begun = await person.begin();
    const asked = await person.forget(EMAIL);
    await closed.close();
    const module = cognitoModule(hostContext(), { endpoint: 'http://127.0.0.1:1' });

    expect((await visitor(served.login).begin()).html).toContain('Forgot your password?');
    expect(begun.html).not.toContain('Forgot your password?');
    expect(asked.status).toBe(404);
    const byPhone = deploy(module, 'AWS::Cognito::UserPool', 'Pool', recoveredBy('verified_phone_number'));
    await expect(byPhone).rejects.toThrow(/verified_phone_number/);
  });
});
