import { createHash } from 'node:crypto';
import type { StartRental } from './contract.ts';
import type { Session } from './session.ts';

/** Tells two requests of one id apart: the hash of everything that the rider asked for. */
export function bodyHash({ sessionId, bikes }: StartRental): string {
  return createHash('sha256')
    .update(JSON.stringify([sessionId, bikes]))
    .digest('hex');
}

/** Why a rider cannot have what they ask for: the refusal's name, and the sentence for the rider. */
export type Refusal = { name: 'PaymentUnavailable' | 'PartyLimitReached' | 'BikeUnavailable'; message: string };

const counted = (bikes: number) => (bikes === 1 ? '1 bike' : `${bikes} bikes`);

/** Holds the rider's answer to the second prompt against what was offered after the first. */
export function refusalOf(bikes: number, { rider, offer }: Session): Refusal | undefined {
  if (rider.kind === 'visitor') {
    const message = "Visitors pay by card, and this city's kiosks do not take cards yet.";
    return { name: 'PaymentUnavailable', message };
  }
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
  return undefined;
}
