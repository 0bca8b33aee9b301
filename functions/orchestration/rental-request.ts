import { createHash } from 'node:crypto';
import type { StartRental } from './contract.ts';
import type { Session } from './session.ts';

/** Tells two requests of one id apart: the hash of everything that the rider asked for and gave. */
export function bodyHash({ sessionId, bikes, paymentMethod }: StartRental): string {
  const asked = [sessionId, bikes, ...(paymentMethod ? [paymentMethod] : [])];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

/** Why a rider cannot have what they ask for: the refusal's name, and the sentence for the rider. */
export type Refusal = { name: 'PaymentMethodMissing' | 'PartyLimitReached' | 'BikeUnavailable'; message: string };

const counted = (bikes: number) => (bikes === 1 ? '1 bike' : `${bikes} bikes`);

/**
 * Holds the rider's answer to the second prompt against what was offered after the first. A card is asked for last:
 * nobody is to tap one for bikes that they cannot have.
 */
export function refusalOf(
  { bikes, paymentMethod }: Pick<StartRental, 'bikes' | 'paymentMethod'>,
  { rider, offer }: Session,
): Refusal | undefined {
  if (offer.bikesAvailable === 0)
    return { name: 'BikeUnavailable', message: 'No bike is left at this kiosk. Please try another one nearby.' };
  if (offer.bikesOut + bikes > rider.partyLimit) {
    const message = `You may have ${counted(rider.partyLimit)} out at once, and ${offer.bikesOut} ${offer.bikesOut === 1 ? 'is' : 'are'} out now.`;
    return { name: 'PartyLimitReached', message };
  }
  if (bikes > offer.bikesAvailable)
    return { name: 'BikeUnavailable', message: `This kiosk has ${counted(offer.bikesAvailable)} left.` };
  if (bikes > offer.bikesMax)
    return { name: 'PartyLimitReached', message: `You may take ${counted(offer.bikesMax)} here and now.` };
  if (rider.kind === 'visitor' && !paymentMethod)
    return { name: 'PaymentMethodMissing', message: 'Visitors pay by card. Please tap your card on the reader.' };
  return undefined;
}
