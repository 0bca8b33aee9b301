import type { DeviceSigner } from '../cloud/access-token.ts';

/**
 * What a rider has in hand should a return ever be disputed: this kiosk's signed word (a JWS by its device key)
 * that it has had the bike since `at`, also when no network was there. `at` is in milliseconds, corrected.
 */
export function returnReceipt(
  sign: DeviceSigner,
  docked: { bikeId: string; bay: number; at: number },
): Promise<string> {
  return sign({ scope: 'return', bike: docked.bikeId, bay: docked.bay, iat: Math.floor(docked.at / 1000) });
}
