import { type Clock, instant } from '../../../seams/clock.ts';
import { untilSaved } from '../../shared/table.ts';
import { letGo, withdraw } from '../items/bike.ts';
import { withoutPlace } from '../items/party.ts';
import { bikesNamed, holdOf, newReservation, type Reservation, release } from '../items/reservation.ts';
import { failedBikes } from '../items/swap.ts';
import { type Inventory, readBikes } from '../store/inventory.ts';

/**
 * Errors of a hand-over that the next rider would meet as well, were the bike offered again: the machine failed with
 * it, or did not find it. Such a bike is withdrawn, until a mechanic has seen to it.
 */
const FAULTS: readonly string[] = ['HardwareFault', 'BikeMisplaced'];

/**
 * Gives up one slot of a rental: closes the reservation for good, frees the party's place, then the bike. A slot
 * that reserved nothing is closed too, against a reservation that is still under way. Bikes that the slot had before
 * are freed with it, where a swap stopped half way. A bike that was taken stays the rider's.
 *
 * @throws ItemContended
 */
export function releaseBike(
  { inventory, clock }: { inventory: Inventory; clock: Clock },
  { rentalId, slot, reason }: { rentalId: string; slot: number; reason?: string | undefined },
): Promise<Reservation> {
  const hold = holdOf(rentalId, slot);
  return untilSaved(async () => {
    const found = (await inventory.readReservation(hold)) ?? newReservation(rentalId, slot);
    if (found.takenAt) return found;
    const bikes = await readBikes(inventory, ...bikesNamed(found));
    const party = found.partyRef ? [await inventory.readParty(found.partyRef)] : [];
    const now = clock.now();
    const failed = failedBikes(found.swaps);
    const isFaulty = (bikeId = '') =>
      failed.includes(bikeId) || (bikeId === found.bikeId && reason !== undefined && FAULTS.includes(reason));
    const hadBike = bikes.some((bike) => bike.hold === hold) || (found.swaps ?? []).some((swap) => swap.isWithdrawn);
    const released = release(found, hadBike, isFaulty(found.bikeId), now);
    const freed = party.map((its) => withoutPlace(its, hold, now));
    const at = instant(now);
    const free = bikes.map((bike) => (isFaulty(bike.bikeId) ? withdraw(bike, hold, at) : letGo(bike, hold, at)));
    const saved = await inventory.save(released, ...freed, ...free);
    return saved ? released : undefined;
  });
}
