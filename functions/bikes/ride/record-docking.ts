import type { Clock } from '../../../seams/clock.ts';
import { untilSaved } from '../../shared/table.ts';
import type { BikeFound } from '../contract.ts';
import { BikeUnknown } from '../errors.ts';
import type { Bike } from '../items/bike.ts';
import type { DamageReport } from '../items/damage.ts';
import { type Docking, dockBike, withdrawnBy } from '../items/docking.ts';
import { withoutPlace } from '../items/party.ts';
import { endTrip, type Reservation } from '../items/reservation.ts';
import { type Inventory, readReservations } from '../store/inventory.ts';

/**
 * The trip that a return ends: the one that it has ended before, when this is a repeat; otherwise the last that
 * began before it. An earlier one that is still open has a return of its own, which is late: to end it here would
 * charge its rider for somebody else's ride.
 */
function endedTrip(bike: Bike, trips: Reservation[], at: string): Reservation | undefined {
  const before = trips.find(({ docked }) => docked?.at === at);
  if (before || bike.docks.some((docking) => docking.at === at)) return before;
  const open = trips.filter(({ status, takenAt }) => status === 'taken' && takenAt !== undefined && takenAt < at);
  return open.sort((a, b) => (a.takenAt ?? '').localeCompare(b.takenAt ?? '')).at(-1);
}

/**
 * The trips of a bike that are open, or the one that a return at `at` has ended, if this is a repeat. A rider who left
 * with two bikes on one place has a trip with the first alone: only that one ends it.
 */
async function readTrips(inventory: Inventory, bike: Bike, at: string): Promise<Reservation[]> {
  const told = bike.docks.find((docking) => docking.at === at)?.trip;
  const trips = await readReservations(inventory, told ? [told] : bike.trips);
  return trips.filter(({ bikeId }) => bikeId === bike.bikeId);
}

/**
 * The last trip that had begun before this return, and was ended without a sensor, and later. Its rider has paid until
 * then; what is too much of that, only a person can tell, and give back.
 */
async function readEndedLate(
  inventory: Inventory,
  { bikeId, unseen = [] }: Bike,
  at: string,
): Promise<Docking['endedLate']> {
  const trips = await readReservations(inventory, unseen);
  const late = trips.filter(
    (trip) => trip.bikeId === bikeId && trip.takenAt && trip.takenAt < at && trip.lost && trip.lost.at > at,
  );
  const last = late.sort((a, b) => (a.takenAt ?? '').localeCompare(b.takenAt ?? '')).at(-1);
  return last?.lost && { rentalId: last.rentalId, slot: last.slot, endedAt: last.lost.at };
}

/** What there is to tell of a return that no trip explains. It is made of what the bike keeps: a repeat tells it again. */
function foundBy({ bikeId, docks }: Bike, at: string): BikeFound | undefined {
  const docking = docks.find((one) => one.at === at);
  if (!docking || docking.trip) return undefined;
  const { kioskId, bay, leftKioskId, endedLate } = docking;
  return { type: 'BikeFound', at, bikeId, kioskId, bay, leftKioskId, endedLate };
}

function returned(bike: Bike, docking: Docking, ended: Reservation | undefined): Returned {
  return { ended, found: ended ? undefined : foundBy(bike, docking.at), reports: withdrawnBy(bike, docking) };
}

/** What a return was. */
export interface Returned {
  /** The reservation whose trip has ended. */
  ended?: Reservation | undefined;
  /** Where none has: that the bike was found. */
  found?: BikeFound | undefined;
  /** The reports for which the bike is not on offer. */
  reports: DamageReport[];
}

/**
 * Records that a bike came back: it is available there, its trip is over, and the rider's party has a place again.
 * A return that no trip explains is kept with the bike, until the fact comes that the bike was taken.
 *
 * @throws BikeUnknown, ItemContended
 */
export function recordDocking(
  { inventory, clock }: { inventory: Inventory; clock: Clock },
  { bikeId, ...docking }: Docking & { bikeId: string },
): Promise<Returned> {
  return untilSaved(async () => {
    const bike = await inventory.readBike(bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${bikeId} is not in the inventory, so it cannot be taken in.`);
    const trip = endedTrip(bike, await readTrips(inventory, bike, docking.at), docking.at);
    const isKnown = bike.docks.some(({ at, trip: hold }) => at === docking.at && (hold !== undefined || !trip));
    if (isKnown) return returned(bike, docking, trip);

    const now = clock.now();
    const leftKioskId = bike.kioskId === docking.kioskId ? undefined : bike.kioskId;
    const endedLate = trip ? undefined : await readEndedLate(inventory, bike, docking.at);
    const docked = dockBike(bike, { ...docking, trip: trip?.hold, leftKioskId, endedLate });
    const ended = trip && endTrip(trip, docking, now);
    const parties = ended?.partyRef ? [await inventory.readParty(ended.partyRef)] : [];
    const freed = ended ? parties.map((party) => withoutPlace(party, ended.hold, now)) : [];
    if (!(await inventory.save(...(ended ? [ended] : []), ...freed, docked))) return undefined;
    return returned(docked, docking, ended);
  });
}
