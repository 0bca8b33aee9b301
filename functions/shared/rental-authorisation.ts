import { TokenRefused } from './errors.ts';
import type { TokenVerifier } from './token-verifier.ts';
import { type RentalAudience, RentalClaims } from './tokens.ts';

/**
 * The claims of the rental token that a command carries, once it is known to be meant for this service. The rental
 * is the token's; the kiosk, where the command names one, must be the token's too.
 *
 * @throws TokenRefused
 */
export async function authoriseRental(
  tokens: TokenVerifier,
  audience: RentalAudience,
  command: { rentalToken: string; kioskId?: string },
): Promise<RentalClaims> {
  const claims = await tokens.verify(command.rentalToken, audience, RentalClaims);
  if (command.kioskId !== undefined && command.kioskId !== claims.kiosk)
    throw new TokenRefused(`The token was refused: it is for ${claims.kiosk}, and not for ${command.kioskId}.`);
  return claims;
}
