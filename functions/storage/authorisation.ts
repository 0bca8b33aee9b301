import { TokenRefused } from '../shared/errors.ts';
import type { TokenVerifier } from '../shared/token-verifier.ts';
import { RentalClaims } from '../shared/tokens.ts';

/**
 * The claims of the rental token that a command carries. The rental is the token's, and the kiosk must be too.
 *
 * @throws TokenRefused
 */
export async function authorise(
  tokens: TokenVerifier,
  command: { rentalToken: string; kioskId: string },
): Promise<RentalClaims> {
  const claims = await tokens.verify(command.rentalToken, 'storage', RentalClaims);
  if (command.kioskId !== claims.kiosk)
    throw new TokenRefused(`The token was refused: it is for ${claims.kiosk}, and not for ${command.kioskId}.`);
  return claims;
}
