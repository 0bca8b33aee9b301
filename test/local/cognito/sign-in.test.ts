import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { joinAs, PASSWORD, signInAs, type Tokens, visitor } from '../../../laptop/newcomer.ts';
import { cognitoModule } from '../../../local/cognito/module.ts';
import { openStore } from '../../../local/store.ts';
import { deploy, hostContext } from '../serve.ts';
import { virtualClock } from '../virtual-clock.ts';
import { CLIENT, POOL, servePool } from './served-pool.ts';

const EMAIL = 'ana@example.org';

describe('signing in on the embedded host', () => {
  let served: Awaited<ReturnType<typeof servePool>>;
  const store = openStore(':memory:');
  const clock = virtualClock(Date.now());
  const someone = async () => {
    const person = visitor(served.login);
    await person.begin();
    return person;
  };

  beforeEach(async () => {
    served = await servePool({ clock });
  });
  afterEach(() => served.close());

  it('gives who makes an account and confirms the address tokens that read as Cognito’s', async () => {
    const tokens = await joinAs(served.login, EMAIL);

    const keys = (await served.module.keysOf(served.login.issuer)) as never;
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, createLocalJWKSet(keys), {
      issuer: served.login.issuer,
    });
    const { sub } = payload;
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
    expect(payload).toMatchObject({
      ...{ client_id: served.login.clientId, token_use: 'access', scope: 'openid email', username: sub },
      exp: Number(payload.iat) + 15 * 60,
    });
    expect(payload).not.toHaveProperty('email');
    expect(payload).not.toHaveProperty('cognito:groups');
    expect(decodeJwt(tokens.id_token)).toMatchObject({
      ...{ sub, aud: served.login.clientId, token_use: 'id', email: EMAIL, email_verified: true },
    });
  });

  it('lets nobody in whose address is not confirmed', async () => {
    const person = await someone();
    await person.signUp(EMAIL, PASSWORD);

    const shown = await person.signIn(EMAIL, PASSWORD);
    const wrong = await person.confirm(EMAIL, '000000x');

    expect([shown.html, wrong.html].map((html) => /<h1>(.*)<\/h1>/.exec(html)?.[1])).toEqual([
      'Confirm your address',
      'Confirm your address',
    ]);
    expect(wrong.status).toBe(422);
  });

  it('takes a code no more once five others were tried', async () => {
    const person = await someone();
    await person.signUp(EMAIL, PASSWORD);
    const code = await person.codeFor(EMAIL);
    const other = code === '111111' ? '222222' : '111111';
    for (let tries = 0; tries < 5; tries++) await person.confirm(EMAIL, other);

    const shown = await person.confirm(EMAIL, code);

    expect(shown.status).toBe(422);
  });

  it('refuses a wrong password as it refuses an address that it does not know', async () => {
    await joinAs(served.login, EMAIL);
    const person = await someone();

    const wrong = await person.signIn(EMAIL, 'not the password');
    const unknown = await person.signIn('nobody@example.org', PASSWORD);

    expect([wrong.status, unknown.status]).toEqual([403, 403]);
    expect(wrong.html.replaceAll(EMAIL, '')).toBe(unknown.html.replaceAll('nobody@example.org', ''));
  });

  it('looks at no password for a while once five were wrong', async () => {
    await joinAs(served.login, EMAIL);
    const person = await someone();
    for (let tries = 0; tries < 5; tries++) await person.signIn(EMAIL, 'not the password');

    const locked = await person.signIn(EMAIL, PASSWORD);
    clock.advance(1000);
    const later = await person.signIn(EMAIL, PASSWORD);

    expect(locked.status).toBe(403);
    expect(later.url).toContain('code=');
  });

  it('tells nobody that an address has an account, but its owner by letter', async () => {
    await joinAs(served.login, EMAIL);
    const person = await someone();

    const shown = await person.signUp(EMAIL, 'Another pass 77');

    expect(/<h1>(.*)<\/h1>/.exec(shown.html)?.[1]).toBe('Confirm your address');
    expect((await person.go(`${served.login.issuer}/outbox`)).html).toContain('You have an account already');
    expect((await (await someone()).signIn(EMAIL, 'Another pass 77')).status).toBe(403);
  });

  it('says what a password lacks', async () => {
    const shown = await (await someone()).signUp(EMAIL, 'short');

    expect(shown.status).toBe(422);
    expect(shown.html).toContain('Your password needs at least 12 characters, a digit.');
  });

  it('gives no code without PKCE, and no token to who does not know the verifier', async () => {
    const without = await visitor(served.login).begin({ code_challenge: '', code_challenge_method: '' });
    const person = await someone();
    await person.signUp(EMAIL, PASSWORD);
    const back = await person.confirm(EMAIL, await person.codeFor(EMAIL));
    const stolen = await person.redeem(back, { code_verifier: 'x'.repeat(43) });

    expect(new URL(without.url).searchParams.get('error')).toBe('invalid_request');
    expect([stolen.status, await stolen.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
  });

  it('sends nobody to a page that is not the city’s', async () => {
    const shown = await visitor(served.login).begin({ redirect_uri: 'https://elsewhere.example/' });

    expect(shown.status).toBe(400);
    expect(shown.html).toContain('redirect_uri');
  });

  it('has groups in the tokens of who was put into one, until taken out', async () => {
    await joinAs(served.login, EMAIL);
    const groupsOf = async () => {
      const { access_token, id_token }: Tokens = await signInAs(served.login, EMAIL);
      return [access_token, id_token].map((token) => decodeJwt(token)['cognito:groups']);
    };

    await served.admin('AdminAddUserToGroup', { Username: EMAIL, GroupName: 'operators' });
    const within = await groupsOf();
    await served.admin('AdminRemoveUserFromGroup', { Username: EMAIL, GroupName: 'operators' });
    const without = await groupsOf();

    expect(within).toEqual([['operators'], ['operators']]);
    expect(without).toEqual([undefined, undefined]);
  });

  it('refuses an administrator what is not there, by the names that Cognito has for it', async () => {
    await joinAs(served.login, EMAIL);

    const answers = await Promise.all([
      served.admin('AdminAddUserToGroup', { Username: 'nobody', GroupName: 'operators' }),
      served.admin('AdminAddUserToGroup', { Username: EMAIL, GroupName: 'mayors' }),
      served.admin('AdminSetUserPassword', { Username: EMAIL, Password: 'short', Permanent: true }),
      served.admin('AdminGetUser', { UserPoolId: 'other', Username: EMAIL }),
    ]);

    expect(answers.map(({ body }) => body.__type)).toEqual([
      'UserNotFoundException',
      'ResourceNotFoundException',
      'InvalidPasswordException',
      'ResourceNotFoundException',
    ]);
  });

  it('keeps accounts and keys over a restart, and no password', async () => {
    await served.close();
    served = await servePool({ clock, store });
    const { access_token } = await joinAs(served.login, EMAIL);
    const { port } = served;
    await served.close();
    served = await servePool({ clock, store }, port);

    const again = await signInAs(served.login, EMAIL);

    expect(decodeJwt(again.access_token).sub).toBe(decodeJwt(access_token).sub);
    const keys = (await served.module.keysOf(served.login.issuer)) as never;
    await expect(jwtVerify(access_token, createLocalJWKSet(keys))).resolves.toBeDefined();
    expect(JSON.stringify(store.list('cognito/accounts'))).not.toContain(PASSWORD);
  });

  it('says in the log that there is a letter, and nothing of whom it is for', async () => {
    await joinAs(served.login, EMAIL);

    expect(served.logged).toEqual(['cognito: a letter lies in /oidc/outbox']);
  });

  it('takes away the accounts of people whom an administrator deletes', async () => {
    await joinAs(served.login, EMAIL);

    await served.admin('AdminDeleteUser', { Username: EMAIL });

    expect((await (await someone()).signIn(EMAIL, PASSWORD)).status).toBe(403);
  });

  it.each([
    ['UserPool', { ...POOL, MfaConfiguration: 'ON' }, /second factor/],
    ['UserPool', { ...POOL, UsernameAttributes: ['phone_number'] }, /e-mail/],
    ['UserPool', { ...POOL, LambdaConfig: {} }, /triggers/],
    ['UserPoolClient', { UserPoolId: 'there is none', ...CLIENT }, /no user pool/],
  ])('stops the host where the template asks a %s for what it does not do', async (type, properties, words) => {
    const module = cognitoModule(hostContext(), { endpoint: 'http://127.0.0.1:1' });

    await expect(deploy(module, `AWS::Cognito::${type}`, 'Id', properties)).rejects.toThrow(words);
  });
});
