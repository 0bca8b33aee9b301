import { generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import type { SigningKey } from '../../../functions/shared/token-signer.ts';
import type { PublicKeys } from '../../../functions/shared/token-verifier.ts';

export interface TokenKey {
  signing: SigningKey;
  publicKeys: PublicKeys;
  publicKey: JsonWebKey;
  /** A token with this very header and these very claims, properly signed. */
  forge(claims: object, header?: object): string;
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A P-256 key as KMS keeps one: it signs in DER, and its public half can be had. */
export function tokenKey(kid = 'key-1'): TokenKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  return {
    signing: { kid, sign: async (message) => sign('sha256', message, privateKey) },
    publicKeys: async () => new Map([[kid, jwk]]),
    publicKey: jwk,
    forge(claims, header = { alg: 'ES256', typ: 'JWT', kid }) {
      const content = `${encode(header)}.${encode(claims)}`;
      const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${content}.${signature.toString('base64url')}`;
    },
  };
}

/** The token with other claims and the old signature. */
export function withClaims(token: string, claims: object): string {
  const [header, payload = '', signature] = token.split('.');
  const before = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return `${header}.${encode({ ...before, ...claims })}.${signature}`;
}

/** What a token says, unverified. */
export function claimsIn(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

/** The token with another first character in its signature: the last one has bits that nobody reads. */
export function withOtherSignature(token: string): string {
  const at = token.lastIndexOf('.') + 1;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}
