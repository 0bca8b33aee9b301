import type { Fare } from '../../../functions/payments/contract.ts';
import type { Truth } from './truth.ts';

/** The sensor's word comes within a moment, and the cloud sets a kiosk's clock to a second or two. */
const BLUR_MS = 5_000;

/** What a ride of less than a day costs, reckoned anew from the city's prices. */
function priceOf({ unlockFee, perMinute, freeMinutes, dailyCap }: Fare, minutes: number): number {
  const paid = Math.max(0, minutes - freeMinutes);
  return paid === 0 ? 0 : Math.min(unlockFee + paid * perMinute, dailyCap);
}

/** Truth 4 of the design: what is charged is held against the ride as it really was. */
export const honestFare: Truth = {
  says: 'No rider pays more than the fare from sensor to sensor, and nothing without a ride.',
  reads: ['payments'],
  broken({ city, ledger, records: { payments } }) {
    return payments.flatMap(({ rentalId, receipt, kind }) => {
      if (!receipt || !kind) return [];
      return receipt.lines.flatMap(({ bikeId, startedAt, endedAt, amount }) => {
        const trips = ledger.trips.filter((trip) => trip.bikeId === bikeId && trip.by?.rentalId === rentalId);
        if (trips.length === 0) return [`Rental ${rentalId} charges for ${bikeId}, which nobody took for it.`];
        if (trips.some(({ isBlurred }) => isBlurred)) return [];
        const reallyMs = trips.map(({ takenAt, dockedAt = Number.POSITIVE_INFINITY }) => dockedAt - takenAt);
        const fair = priceOf(city.city.tariff[kind], Math.ceil((Math.max(...reallyMs) + BLUR_MS) / 60_000));
        if (amount <= fair) return [];
        return [`Rental ${rentalId} charges ${amount} for ${bikeId} (${startedAt} to ${endedAt}); ${fair} is fair.`];
      });
    });
  },
};
