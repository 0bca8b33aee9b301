import type { BikeEvent, BikeFound } from '../bikes/contract.ts';
import type { News } from './case.ts';
import type { Unsettled } from './discrepancies.ts';
import { newWhereabouts, type Whereabouts, withFound, withMissing } from './whereabouts.ts';

/** What bikes tells that a missing bike's case is made of. */
export type MissingNews = (BikeEvent & { type: 'BikeMissing' }) | BikeFound;

export function learn(known: Whereabouts | undefined, news: MissingNews): Whereabouts {
  const whereabouts = known ?? newWhereabouts(news.bikeId);
  const { at, kioskId, bay } = news;
  if (news.type === 'BikeFound') return withFound(whereabouts, { at, kioskId, bay });
  return withMissing(whereabouts, { rentalId: news.rentalId, slot: news.slot, at });
}

/** The bike's cases, as its whereabouts have them: one for each time that it went missing, over where it was found since. */
export function missingCases({ bikeId, missing, found }: Whereabouts): News[] {
  return missing.map(({ rentalId, slot, at }) => {
    const isFound = found !== undefined && found.at > at;
    return {
      caseId: `missing/${rentalId}-${slot}`,
      kind: 'bikeMissing',
      owner: 'fleet',
      summary: `Bike ${bikeId} did not come back from rental ${rentalId}, and has been missing since ${at}.`,
      remedy:
        'Look for the bike; when a kiosk takes it in, the case closes by itself. Close it if the bike is given up.',
      rentalId,
      bikeId,
      turn: isFound ? 1 : 0,
      isOver: isFound,
      did: isFound
        ? `heard that the bike stands in bay ${found.bay} of ${found.kioskId}`
        : 'heard that the bike is missing',
    };
  });
}

/** That a ride was ended without a sensor, and later than its bike came back: somebody may have paid too much. */
export function endedLate(news: MissingNews): Unsettled[] {
  if (news.type !== 'BikeFound' || !news.endedLate) return [];
  const { rentalId, slot, endedAt } = news.endedLate;
  const seen = `slot ${slot} ended at ${endedAt}, and ${news.kioskId} took the bike in at ${news.at}`;
  return [{ what: 'rideEndedLate', name: `${rentalId}-${slot}`, bikeId: news.bikeId, rentalId, seen }];
}
