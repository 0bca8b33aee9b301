import { untilSaved } from '../../shared/table.ts';
import { BikeUnknown } from '../errors.ts';
import type { Reservation } from '../items/reservation.ts';
import { type Inventory, readReservations } from '../store/inventory.ts';

/** Whether the bike was out on this trip at that moment. */
function isDuring({ takenAt, docked, lost }: Reservation, at: string): boolean {
  const endedAt = docked?.at ?? lost?.at;
  return takenAt !== undefined && takenAt <= at && (endedAt === undefined || at <= endedAt);
}

/**
 * Records that a rider stood at a full kiosk with a bike, with the trip that the bike was on at that moment. The
 * earliest time stands. A fact that belongs to no trip changes nothing.
 *
 * @throws BikeUnknown, ItemContended
 */
export async function recordNoDock(
  { inventory }: { inventory: Inventory },
  { bikeId, at }: { bikeId: string; at: string },
): Promise<void> {
  await untilSaved(async () => {
    const bike = await inventory.readBike(bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${bikeId} is not in the inventory, so it has no trip.`);
    // A return that was told before this ends the trip that this belongs to.
    const back = bike.docks.find((docking) => docking.at >= at)?.trip;
    const trips = await readReservations(inventory, [...bike.trips, ...(back ? [back] : [])]);
    const during = trips.filter((trip) => trip.bikeId === bikeId && isDuring(trip, at));
    const trip = during.sort((a, b) => (a.takenAt ?? '').localeCompare(b.takenAt ?? '')).at(-1);
    if (!trip || (trip.noDockAt !== undefined && trip.noDockAt <= at)) return true;
    return (await inventory.save({ ...trip, noDockAt: at })) || undefined;
  });
}
