import { pickUpOf } from '../fleet/drop-off.ts';
import { isBooking } from '../items/booking.ts';
import type { BikeSnapshot, Hold } from '../reconciliation-contract.ts';
import type { Surveyed } from './survey.ts';

/** The rental and slot that a hold is named after: `holdOf`, read backwards. */
export function slotOf(hold: string): Hold {
  const [rentalId = '', slot] = hold.split('#');
  return { rentalId, slot: Number(slot) };
}

function carriedBy(changes: Surveyed['changes']): BikeSnapshot['carried'] {
  const pickUp = pickUpOf({ changes });
  return pickUp && { by: pickUp.by, reason: pickUp.event === 'maintenance_pick_up' ? 'maintenance' : 'rebalance' };
}

/** A bike as others may see it. What waits for a party is of no rental, and ends by itself. */
export function snapshotOf(
  { bikeId, state, since, kioskId, bay, hold, changes }: Surveyed,
  logged?: BikeSnapshot['logged'],
): BikeSnapshot {
  const carried = state === 'removed' ? carriedBy(changes) : undefined;
  return {
    ...{ bikeId, state, since },
    ...(kioskId === undefined ? {} : { kioskId }),
    ...(bay === undefined ? {} : { bay }),
    ...(hold === undefined || isBooking(hold) ? {} : { hold: slotOf(hold) }),
    ...(logged && { logged }),
    ...(carried === undefined ? {} : { carried }),
  };
}
