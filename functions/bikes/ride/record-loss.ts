import { type Clock, instant } from '../../../seams/clock.ts';
import { untilSaved } from '../../shared/table.ts';
import { BikeNotReserved, BikeUnknown } from '../errors.ts';
import { type Bike, isOutWith, loseBike } from '../items/bike.ts';
import { withoutPlace } from '../items/party.ts';
import { endUnseen, holdOf, type Reservation, type UnseenEnd } from '../items/reservation.ts';
import type { Inventory } from '../store/inventory.ts';

/**
 * How a trip ended of whose return nothing was told. Where the bike has been seen elsewhere since, its rider has
 * brought it back, at the latest when it was seen: that is as long as the ride may cost.
 */
function unseenEnd(bike: Bike, { hold, takenAt = '' }: Reservation, nowMs: number): UnseenEnd {
  const isMissing = isOutWith(bike, hold);
  const isSeenSince = !isMissing && bike.since > takenAt;
  return { at: isSeenSince ? bike.since : instant(nowMs), isMissing, wasOut: isMissing };
}

/**
 * Records that the bike of a slot has not come back: ends its trip, frees its rider's place, and has the bike missing.
 * A trip that is over stays as it ended.
 *
 * @throws BikeNotReserved where nothing was taken for the slot, BikeUnknown, ItemContended
 */
export function recordLoss(
  { inventory, clock }: { inventory: Inventory; clock: Clock },
  { rentalId, slot }: { rentalId: string; slot: number },
): Promise<Reservation> {
  const hold = holdOf(rentalId, slot);
  return untilSaved(async () => {
    const found = await inventory.readReservation(hold);
    if (!found?.takenAt || !found.bikeId)
      throw new BikeNotReserved(`Nothing was taken for place ${slot} of rental ${rentalId}.`);
    if (found.docked) return found;
    const bike = await inventory.readBike(found.bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${found.bikeId} is not in the inventory, so it cannot be missing.`);
    const parties = found.partyRef ? [await inventory.readParty(found.partyRef)] : [];
    const isDone = !bike.trips.includes(hold) && parties.every(({ out }) => !out.includes(hold));
    if (found.lost && isDone) return found;

    const now = clock.now();
    const end = unseenEnd(bike, found, now);
    const lost = endUnseen(found, end, now);
    const freed = parties.map((party) => withoutPlace(party, hold, now));
    return (await inventory.save(lost, ...freed, loseBike(bike, hold, end.at))) ? lost : undefined;
  });
}
