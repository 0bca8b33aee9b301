import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CompactEncrypt, createLocalJWKSet, importJWK, type JSONWebKeySet, jwtVerify } from 'jose';
import { publishKeys } from '../../../functions/orchestration/publish-keys.ts';
import { tokenKey } from '../shared/token-keys.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });

async function setUp() {
  const keys = [tokenKey('token-1'), tokenKey('token-2')];
  const tokenKeys = async () =>
    new Map((await Promise.all(keys.map((key) => key.publicKeys()))).flatMap((map) => [...map]));
  const publish = publishKeys({ tokenKeys, credentialKeys: async () => new Map([['credential-1', rsa]]) });
  const answer = await publish();
  return { keys, answer, set: answer.body as JSONWebKeySet };
}

describe("the city's public keys", () => {
  it('are told apart by what they are for', async () => {
    const { set } = await setUp();

    expect(set.keys.map(({ kid, use, alg, kty }) => ({ kid, use, alg, kty }))).toEqual([
      { kid: 'token-1', use: 'sig', alg: 'ES256', kty: 'EC' },
      { kid: 'token-2', use: 'sig', alg: 'ES256', kty: 'EC' },
      { kid: 'credential-1', use: 'enc', alg: 'RSA-OAEP-256', kty: 'RSA' },
    ]);
  });

  it('verify tokens of each key in use', async () => {
    const { set, keys } = await setUp();
    const find = createLocalJWKSet(set);

    for (const key of keys) {
      const token = key.forge({ scope: 'bike' }, { alg: 'ES256', kid: key.signing.kid });

      expect((await jwtVerify(token, find)).payload).toEqual({ scope: 'bike' });
    }
  });

  it('let a kiosk seal a credential', async () => {
    const { set } = await setUp();
    const key = await importJWK(set.keys.find(({ use }) => use === 'enc') ?? {});

    const sealed = await new CompactEncrypt(Buffer.from('{}'))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(key);

    expect(sealed.split('.')).toHaveLength(5);
  });

  it('may be kept for a while', async () => {
    const { answer } = await setUp();

    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=300' } });
  });

  it('hold no private half', async () => {
    const { set } = await setUp();

    for (const key of set.keys) expect(key).not.toHaveProperty('d');
  });
});
