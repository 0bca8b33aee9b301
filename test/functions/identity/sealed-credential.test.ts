import { describe, expect, it } from '@jest/globals';
import { openCredential } from '../../../functions/identity/sealed-credential.ts';
import { credential, sealingKey } from './identity-keys.ts';

const { key, seal } = sealingKey();
const content = credential('2026-05-01T10:00:00.000Z');

/** Replaces one of the five parts of a JWE. */
function withPart(sealed: string, index: number, change: (part: string) => string): string {
  return sealed
    .split('.')
    .map((part, at) => (at === index ? change(part) : part))
    .join('.');
}
const otherStart = (part: string) => `${part[0] === 'A' ? 'B' : 'A'}${part.slice(1)}`;
const header = (fields: object) => Buffer.from(JSON.stringify(fields)).toString('base64url');

/** A key that must not be asked. */
const locked = {
  open: () => Promise.reject(new Error('The key was asked for.')),
};

describe('a sealed credential', () => {
  it('opens to what the kiosk sealed', async () => {
    const sealed = await seal(content, { kid: 'any' });

    expect(await openCredential(sealed, key)).toEqual(content);
  });

  it('keeps only what identity needs of a document', async () => {
    const sealed = await seal({ ...content, document: { ...content.document, firstName: 'Marta' } });

    expect(await openCredential(sealed, key)).toEqual(content);
  });

  it('does not open with another key', async () => {
    const sealed = await sealingKey().seal(content);

    expect(await openCredential(sealed, key)).toBeUndefined();
  });

  it.each([
    ['key', 1],
    ['initialisation vector', 2],
    ['content', 3],
    ['tag', 4],
  ])('does not open with another %s', async (_, index) => {
    const sealed = withPart(await seal(content), index, otherStart);

    expect(await openCredential(sealed, key)).toBeUndefined();
  });

  it('does not open under another header than it was sealed under', async () => {
    const sealed = withPart(await seal(content), 0, () => header({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'x' }));

    expect(await openCredential(sealed, key)).toBeUndefined();
  });

  it.each<[string, object]>([
    ['another key algorithm', { alg: 'RSA1_5', enc: 'A256GCM' }],
    ['no key algorithm', { enc: 'A256GCM' }],
    ['a key sent in clear', { alg: 'dir', enc: 'A256GCM' }],
    ['another content algorithm', { alg: 'RSA-OAEP-256', enc: 'A128GCM' }],
    ['an extension that must be understood', { alg: 'RSA-OAEP-256', enc: 'A256GCM', crit: ['exp'], exp: 1 }],
    ['compression', { alg: 'RSA-OAEP-256', enc: 'A256GCM', zip: 'DEF' }],
    ['no header at all', []],
  ])('is refused for %s before the key is asked', async (_, fields) => {
    const sealed = withPart(await seal(content), 0, () => header(fields));

    expect(await openCredential(sealed, locked)).toBeUndefined();
  });

  it('is refused for a header that is not JSON before the key is asked', async () => {
    const sealed = withPart(await seal(content), 0, () => 'bm90LWpzb24');

    expect(await openCredential(sealed, locked)).toBeUndefined();
  });

  it.each([
    ['short vector', 2],
    ['short tag', 4],
  ])('is refused for a %s before the key is asked', async (_, index) => {
    const sealed = withPart(await seal(content), index, (part) => part.slice(4));

    expect(await openCredential(sealed, locked)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['no JSON', 'scan failed'],
    ['no object', 7],
    ['no document', { ...content, document: undefined }],
    ['a number in lower case', { ...content, document: { ...content.document, number: 'f510' } }],
    ['a short nonce', { ...content, nonce: 'short' }],
    ['a time without a zone', { ...content, sealedAt: '2026-05-01T10:00:00.000' }],
  ])('is refused where it holds %s', async (_, other) => {
    const sealed = await seal(other);

    expect(await openCredential(sealed, key)).toBeUndefined();
  });
});
