import { isBooking } from './booking.ts';
import type { BikeSnapshot, Hold } from './contract.ts';
import type { Surveyed } from './survey.ts';

/** The rental and slot that a hold is named after: `holdOf`, read backwards. */
export function slotOf(hold: string): Hold {
  const [rentalId = '', slot] = hold.split('#');
  return { rentalId, slot: Number(slot) };
}

/** A bike as others may see it. What waits for a party is of no rental, and ends by itself. */
export function snapshotOf({ bikeId, state, since, kioskId, bay, hold }: Surveyed): BikeSnapshot {
  return {
    ...{ bikeId, state, since },
    ...(kioskId === undefined ? {} : { kioskId }),
    ...(bay === undefined ? {} : { bay }),
    ...(hold === undefined || isBooking(hold) ? {} : { hold: slotOf(hold) }),
  };
}
