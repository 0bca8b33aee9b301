import { TokenRefused } from '../../shared/errors.ts';
import type { TokenVerifier } from '../../shared/token-verifier.ts';
import { ReservationClaims } from '../../shared/tokens.ts';

/**
 * The claims of the token that a command about a reservation carries; the party, and the kiosk and the number of bikes
 * where the command names them, must be the token's.
 *
 * @throws TokenRefused
 */
export async function authoriseReservation(
  tokens: TokenVerifier,
  command: { reservationToken: string; partyRef: string; kioskId?: string; bikes?: number; partyLimit?: number },
): Promise<ReservationClaims> {
  const claims = await tokens.verify(command.reservationToken, 'bikes', ReservationClaims);
  const { partyRef, kioskId = claims.kiosk, bikes = claims.bikes, partyLimit = claims.limit } = command;
  const isMeant =
    partyRef === claims.sub && kioskId === claims.kiosk && bikes === claims.bikes && partyLimit === claims.limit;
  if (!isMeant) throw new TokenRefused('The token was refused: it is for another reservation.');
  return claims;
}
