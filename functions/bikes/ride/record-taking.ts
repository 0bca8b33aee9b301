import type { Clock } from '../../../seams/clock.ts';
import { untilSaved } from '../../shared/table.ts';
import { BikeUnknown } from '../errors.ts';
import { type Bike, letGo, takeBike, wasTakenBy, withdraw } from '../items/bike.ts';
import { bringBack, unexplainedDocking } from '../items/docking.ts';
import { withBikeOut, withoutPlace } from '../items/party.ts';
import { bikesNamed, endTrip, holdOf, newReservation, type Reservation, take } from '../items/reservation.ts';
import { failedBikes } from '../items/swap.ts';
import { type Inventory, readBikes } from '../store/inventory.ts';

export interface Taking {
  rentalId: string;
  slot: number;
  bikeId: string;
  /** When the sensor lost the bike: RFC 3339, the kiosk's corrected time. */
  at: string;
  /** Where the bike left, if that is told. */
  from?: { kiosk: string; bay: number };
  /** Refuses, by throwing, what the reservation does not allow. A fact is never refused. */
  admit?: (reservation: Reservation) => void;
}

/**
 * Records that a rider has taken a bike, also where the reservation was released meanwhile: the bike is on a trip,
 * and the party has its place again. Where the bike was seen to come back already, the trip is over at once.
 *
 * @throws BikeUnknown, ItemContended, and what `admit` throws
 */
export function recordTaking({ inventory, clock }: { inventory: Inventory; clock: Clock }, taking: Taking) {
  const { rentalId, slot, bikeId } = taking;
  const hold = holdOf(rentalId, slot);
  return untilSaved(async () => {
    const found = (await inventory.readReservation(hold)) ?? newReservation(rentalId, slot);
    taking.admit?.(found);
    const bike = await inventory.readBike(bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${bikeId} is not in the inventory, so its trip cannot start.`);
    const isFirst = !found.takenAt || found.bikeId === bikeId;
    if (found.takenAt && (wasTakenBy(bike, hold) || (found.lost && isFirst))) return found;
    // A second bike on the same place: nobody may have it meanwhile, but the trip stays that of the first.
    if (!isFirst)
      return (await inventory.save(takeBike(bike, hold, taking.at, taking.from?.kiosk))) ? found : undefined;

    const taken = take(found, taking);
    const others = await readBikes(inventory, ...bikesNamed(found).filter((named) => named !== bikeId));
    const at = taken.takenAt ?? taking.at;
    const end = taken.docked ?? unexplainedDocking(bike, at);
    const reservation = end ? endTrip(taken, end, clock.now()) : taken;
    const parties = found.partyRef ? [await inventory.readParty(found.partyRef)] : [];
    const counted = parties.map((party) => (end ? withoutPlace(party, hold, clock.now()) : withBikeOut(party, hold)));
    const failed = failedBikes(found.swaps);
    const leave = (one: Bike) => (failed.includes(one.bikeId) ? withdraw(one, hold, at) : letGo(one, hold, at));
    const gone = end ? bringBack(bike, hold, end) : takeBike(bike, hold, at, taking.from?.kiosk);
    return (await inventory.save(reservation, ...counted, ...others.map(leave), gone)) ? reservation : undefined;
  });
}
