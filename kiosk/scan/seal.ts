import { CompactEncrypt } from 'jose';
import type { Credential, ScannedDocument } from '../../functions/identity/contract.ts';
import { type Clock, instant } from '../../seams/clock.ts';
import type { Random } from '../../seams/random.ts';
import type { KeyRing } from '../cloud/key-ring.ts';
import type { Compute } from '../lifetime.ts';

/** 128 bits, as the contract says. */
const NONCE_BYTES = 16;

/** Seals a document to identity's public key: from here on nobody on the way can read it, this kiosk included. */
export type Seal = (document: ScannedDocument) => Promise<string>;

export function sealer(kioskId: string, deps: { keys: KeyRing; clock: Clock; random: Random; compute: Compute }): Seal {
  return async (document) => {
    const { kid, key } = await deps.keys.sealing();
    const credential: Credential = {
      document,
      kioskId,
      nonce: Buffer.from(deps.random.bytes(NONCE_BYTES)).toString('base64url'),
      sealedAt: instant(deps.clock.now()),
    };
    const sealing = new CompactEncrypt(Buffer.from(JSON.stringify(credential)))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid })
      .encrypt(key);
    return deps.compute(sealing);
  };
}
