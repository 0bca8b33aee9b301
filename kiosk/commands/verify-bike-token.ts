import { decodeProtectedHeader, jwtVerify } from 'jose';
import { BikeClaims, bikeAudience, tokenIssuer } from '../../functions/shared/tokens.ts';
import type { Command } from '../../functions/storage/contract.ts';
import type { Clock } from '../../seams/clock.ts';
import type { KeyRing } from '../cloud/key-ring.ts';
import type { KioskConfig } from '../config.ts';
import type { Compute } from '../lifetime.ts';

/** What a token was found to be. `unknown` is no refusal: the keys could not be fetched just now. */
type Verdict = { result: 'good'; expiresAt: number } | { result: 'expired' | 'badToken' | 'unknown' };

export type VerifyBikeToken = (command: Command) => Promise<Verdict>;

/**
 * Tells whether a command carries a token that the city signed for this very command: its kiosk, rental, slot,
 * bike and bay. Whoever can write to the shadow, or pose as the broker, opens nothing without one.
 */
export function bikeTokenVerifier(
  config: Pick<KioskConfig, 'kioskId' | 'city'>,
  deps: { keys: KeyRing; clock: Clock; compute: Compute },
): VerifyBikeToken {
  return async (command) => {
    const known = await knowsKey(deps.keys, command.bikeToken);
    if (known !== 'yes') return { result: known === 'no' ? 'badToken' : 'unknown' };
    try {
      const verification = jwtVerify(command.bikeToken, deps.keys.signing, {
        algorithms: ['ES256'],
        issuer: tokenIssuer(config.city),
        audience: bikeAudience(config.kioskId),
        currentDate: new Date(deps.clock.now()),
      });
      const { payload } = await deps.compute(verification);
      const claims = BikeClaims.safeParse(payload);
      if (!claims.success || !covers(claims.data, command, config.kioskId)) return { result: 'badToken' };
      return { result: 'good', expiresAt: claims.data.exp * 1000 };
    } catch (error) {
      return { result: (error as { code?: string }).code === 'ERR_JWT_EXPIRED' ? 'expired' : 'badToken' };
    }
  };
}

async function knowsKey(keys: KeyRing, token: string): Promise<'yes' | 'no' | 'unknown'> {
  let kid: string | undefined;
  try {
    kid = decodeProtectedHeader(token).kid;
  } catch {
    return 'no';
  }
  if (!kid) return 'no';
  return keys.knows(kid).then(
    (known) => (known ? 'yes' : 'no'),
    () => 'unknown',
  );
}

function covers(claims: BikeClaims, command: Command, kioskId: string): boolean {
  return (
    claims.kiosk === kioskId &&
    claims.rental === command.rentalId &&
    claims.slot === command.slot &&
    claims.bike === command.bikeId &&
    claims.bay === command.bay &&
    claims.commands.includes(command.commandId)
  );
}
