import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import type { Clock } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import { clientSettings } from './aws.ts';
import { joseSignature } from './es256.ts';

/** A P-256 key that signs. Its `kid` is the id under which verifiers find the public half. */
export interface SigningKey {
  kid: string;
  /** Hashes the message with SHA-256 and signs it; answers in DER. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** The key with which tokens are signed: the first of `keyIds`, a list parted by commas. */
export function kmsSigningKey(keyIds: string): SigningKey {
  const [keyId = ''] = keyIds.split(',');
  const kms = new KMSClient(clientSettings());
  return {
    kid: keyId,
    async sign(Message) {
      const request = new SignCommand({ KeyId: keyId, Message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' });
      const { Signature } = await kms.send(request);
      if (!Signature) throw new Error(`KMS answered without a signature of the key ${keyId}.`);
      return Signature;
    },
  };
}

/** The claims that the signer adds to each token. */
interface Registered {
  iss: string;
  iat: number;
  exp: number;
  jti: string;
}

export interface TokenSigner {
  /** A token (compact JWS, ES256) with these claims, valid from now for `livesSeconds`. */
  mint<Claims extends Registered>(claims: Omit<Claims, keyof Registered>, livesSeconds: number): Promise<string>;
}

export function tokenSigner(deps: { issuer: string; key: SigningKey; clock: Clock; random: Random }): TokenSigner {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return {
    async mint(claims, livesSeconds) {
      const iat = Math.floor(deps.clock.now() / 1000);
      const registered: Registered = { iss: deps.issuer, iat, exp: iat + livesSeconds, jti: uuid(deps.random) };
      const header = encode({ alg: 'ES256', typ: 'JWT', kid: deps.key.kid });
      const signed = `${header}.${encode({ ...claims, ...registered })}`;
      const signature = joseSignature(await deps.key.sign(Buffer.from(signed)));
      return `${signed}.${signature.toString('base64url')}`;
    },
  };
}
