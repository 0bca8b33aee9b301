import { type Clock, instant } from '../../../seams/clock.ts';
import { untilSaved } from '../../shared/table.ts';
import { BikeNotReserved, ReservationReleased } from '../errors.ts';
import { type Bike, offered, reserveBike, withdraw } from '../items/bike.ts';
import { onOffer } from '../items/offer.ts';
import { holdOf, type Reservation, withSwap } from '../items/reservation.ts';
import { countTries, decide, type Named, nextTry, type Swap } from '../items/swap.ts';
import { type Inventory, readBikes } from '../store/inventory.ts';

/** The machine failed with a bike, at an attempt for a slot. */
export interface Failure {
  rentalId: string;
  slot: number;
  kioskId: string;
  bikeId: string;
  bay: number;
  attempt: number;
  /** The name of the error. */
  reason: string;
}

/** The reservation that the failure is about, as long as anything can be changed about it. */
function admit(found: Reservation | undefined, { rentalId, slot, bikeId, attempt }: Failure): Reservation {
  if (found?.status === 'released')
    throw new ReservationReleased(`Bike ${slot} of rental ${rentalId} was given up. Please start a new rental.`);
  const told = found?.swaps?.find((swap) => swap.attempt === attempt)?.failed.bikeId ?? found?.bikeId;
  if (found?.status !== 'held' || told !== bikeId)
    throw new BikeNotReserved(`Rental ${rentalId} does not wait for bike ${bikeId} for its place ${slot}.`);
  return found;
}

/**
 * The bike that was named before, as long as it can be had; otherwise the next that stands here. One that has failed
 * this slot is not tried again, even where the index of the kiosk still lists it.
 */
async function pickOther(
  inventory: Inventory,
  found: Reservation,
  { kioskId, bikeId: failed }: Failure,
  named: Named | undefined,
  nowMs: number,
) {
  const tried = [failed, ...(found.swaps ?? []).map((swap) => swap.failed.bikeId)];
  const [kiosk, standing] = await Promise.all([inventory.readKiosk(kioskId), inventory.listStanding(kioskId)]);
  const candidates = [named?.bikeId, ...onOffer(kiosk, standing, nowMs).map(({ bikeId }) => bikeId)];
  for (const bikeId of candidates) {
    const bike = bikeId === undefined || tried.includes(bikeId) ? undefined : await inventory.readBike(bikeId);
    if (bike?.hold === found.hold) return bike;
    const free = bike && offered(bike, nowMs);
    if (free?.kioskId === kioskId) return free;
  }
  return undefined;
}

const naming = ({ bikeId, kioskId = '', bay = 0 }: Bike): Named => ({ bikeId, stoodAt: { kiosk: kioskId, bay } });

/**
 * Decides what is tried after a failure: names it in the reservation, which keeps every decision, then withdraws the
 * bike that failed, then reserves the one that takes its place. The place in the party stays as it is. Asked again
 * with the same attempt, it answers the same; what a crash left undone in between, it does then.
 *
 * @throws ReservationReleased, BikeNotReserved, ItemContended
 */
export function replaceBike(
  { inventory, clock }: { inventory: Inventory; clock: Clock },
  failure: Failure,
): Promise<{ reservation: Reservation; swap: Swap }> {
  const { rentalId, slot, kioskId, bikeId, attempt, reason } = failure;
  const hold = holdOf(rentalId, slot);
  return untilSaved(async () => {
    const found = admit(await inventory.readReservation(hold), failure);
    const kept = found.swaps?.find((swap) => swap.attempt === attempt);
    const isDecided = kept && (kept.decision !== 'otherBike' || kept !== found.swaps?.at(-1));
    if (kept && isDecided) return { reservation: found, swap: kept };

    const now = clock.now();
    const [failed] = await readBikes(inventory, bikeId);
    const isOurs = failed?.hold === hold;
    const decision = kept?.decision ?? nextTry({ reason, isOurs, ...countTries(found.swaps ?? [], bikeId) });
    const other = decision === 'otherBike' ? await pickOther(inventory, found, failure, kept?.next, now) : undefined;
    // Where the slot has another bike than the one named here, the decision was read before somebody changed it.
    const isDone = !isOurs && other?.hold === hold && other.bikeId === kept?.next?.bikeId;
    if (kept && isDone) return { reservation: found, swap: kept };

    const stoodAt = found.stoodAt ?? { kiosk: kioskId, bay: failure.bay };
    const at = instant(now);
    const what = { attempt, at, failed: { bikeId, stoodAt }, isOurs };
    const swap = decide(what, decision, other && naming(other), kept);
    const reservation = withSwap(found, swap);
    const reserved = other && (other.hold === hold ? other : reserveBike(other, hold, at));
    const changed = reserved ? [...(failed ? [withdraw(failed, hold, at)] : []), reserved] : [];
    return (await inventory.save(reservation, ...changed)) ? { reservation, swap } : undefined;
  });
}
