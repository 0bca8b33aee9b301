import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { joseSignature } from '../../functions/shared/es256.ts';
import { tokenIssuer } from '../../functions/shared/tokens.ts';
import type { VirtualCity } from '../simulation/virtual-city.ts';

/** Who signs a token, and how: the city's own key, or one of the ways in which an attacker goes without it. */
export type Signing =
  | 'city'
  /** A key of the attacker's, under the name of the city's. */
  | 'foreignKey'
  /** A key of the attacker's, under a name of its own. */
  | 'unknownKid'
  /** `alg: none`, with something in the place of a signature. */
  | 'none'
  /** `alg: none`, without anything there (RFC 7515, appendix A.5). */
  | 'unsigned'
  /** HMAC with the public key as its secret, for those who let the header choose (CVE-2015-9235). */
  | 'publicKeyAsSecret'
  /** The city's signature, over other claims. */
  | 'changed';

export interface Forger {
  /** A token with these claims, issued by the city now and good for a minute unless they say otherwise. */
  token(claims: object, signing?: Signing): Promise<string>;
}

const encode = (part: object | Uint8Array) =>
  Buffer.from(part instanceof Uint8Array ? part : JSON.stringify(part)).toString('base64url');

/** Whoever can call KMS as the city does, with the key that it signs with or another, and try all else besides. */
export async function forger(city: VirtualCity, keyId?: string): Promise<Forger> {
  const kms = new KMSClient(city.sdk);
  const request = { method: 'GET', path: '/.well-known/jwks.json', query: '', headers: { host: 'city.test' } };
  const answer = await city.meanwhile(city.host.api({ ...request, body: Buffer.alloc(0) }));
  const { keys } = JSON.parse(answer.body.toString()) as { keys: Array<{ kid: string; use: string }> };
  const own = keyId === undefined ? keys.find(({ use }) => use === 'sig') : { kid: keyId };
  if (!own) throw new Error('The city publishes no key that signs.');
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

  const signature = async (signing: Signing, text: string): Promise<Uint8Array> => {
    if (signing === 'unsigned') return Buffer.alloc(0);
    if (signing === 'none') return Buffer.alloc(64, 1);
    if (signing === 'publicKeyAsSecret') return createHmac('sha256', JSON.stringify(own)).update(text).digest();
    if (signing === 'foreignKey' || signing === 'unknownKid')
      return sign('sha256', Buffer.from(text), { key: foreign, dsaEncoding: 'ieee-p1363' });
    const Message = Buffer.from(signing === 'changed' ? `${text}x` : text);
    const command = { KeyId: own.kid, Message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    const { Signature } = await city.meanwhile(kms.send(new SignCommand(command)));
    return joseSignature(Signature ?? new Uint8Array());
  };

  const algorithms: Partial<Record<Signing, string>> = { none: 'none', unsigned: 'none', publicKeyAsSecret: 'HS256' };
  return {
    async token(claims, signing = 'city') {
      const iat = Math.floor(city.clock.now() / 1000);
      const registered = { iss: tokenIssuer(city.city.id), iat, exp: iat + 60, jti: crypto.randomUUID() };
      const kid = signing === 'unknownKid' ? 'unknown' : own.kid;
      const header = { alg: algorithms[signing] ?? 'ES256', typ: 'JWT', kid };
      const text = `${encode(header)}.${encode({ ...registered, ...claims })}`;
      return `${text}.${encode(await signature(signing, text))}`;
    },
  };
}
