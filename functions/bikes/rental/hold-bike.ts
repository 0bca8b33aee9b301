import { type Clock, instant } from '../../../seams/clock.ts';
import { untilSaved } from '../../shared/table.ts';
import { BikeUnavailable, PartyLimitReached, ReservationReleased } from '../errors.ts';
import { type Bike, offered, reserveBike, takeOver } from '../items/bike.ts';
import { type Party, withPlace } from '../items/party.ts';
import { asOf, bookedFor, waitingAt, withTakenOver } from '../items/party-booking.ts';
import { holdOf, nameBike, newReservation, type Reservation } from '../items/reservation.ts';
import type { Inventory } from '../store/inventory.ts';

/** What a slot of a rental asks for. */
export interface Claim {
  rentalId: string;
  slot: number;
  kioskId: string;
  partyRef: string;
  /** The bikes that the party may have out at once. */
  partyLimit: number;
  /** Bikes that may be available at the kiosk, best first. */
  candidates: string[];
}

/**
 * The bike that the reservation names, as long as it can be had; otherwise the first that waits for the party here, or
 * the first candidate that can. A bike that is passed over here was free when it was named, so whoever named it holds
 * an outdated revision of it.
 */
async function pickBike(
  { inventory, clock }: { inventory: Inventory; clock: Clock },
  { bikeId: named, hold }: Reservation,
  { kioskId, candidates }: Claim,
  party: Party,
): Promise<Bike | undefined> {
  const waiting = waitingAt(party, kioskId).map(({ bikeId }) => bikeId);
  for (const bikeId of [named, ...waiting, ...candidates]) {
    const bike = bikeId === undefined ? undefined : await inventory.readBike(bikeId);
    if (!bike) continue;
    if (bike.hold === hold || bookedFor(party, bike, kioskId, hold)) return bike;
    const free = offered(bike, clock.now());
    if (free?.kioskId === kioskId) return free;
  }
  return undefined;
}

/** The bike reserved for the slot, and the party with the place for it; undefined where somebody else has the bike. */
function reserve(bike: Bike, party: Party, hold: string, claim: Claim, nowMs: number) {
  const booked = bookedFor(party, bike, claim.kioskId, hold);
  const reserved = booked ? takeOver(bike, hold) : reserveBike(bike, hold, instant(nowMs));
  if (!reserved) return undefined;
  return { reserved, placed: placeFor(booked ? withTakenOver(party, booked.slot, hold) : party, hold, claim) };
}

function placeFor(party: Party, hold: string, { partyLimit }: Claim): Party {
  const placed = withPlace(party, hold, partyLimit);
  if (!placed)
    throw new PartyLimitReached(
      `Your household has ${party.out.length} bikes out and may have ${partyLimit}. Please bring one back first.`,
    );
  return placed;
}

/**
 * Reserves one bike for one slot of a rental: names it in the reservation, takes the place in the party, then the
 * bike. Who loses a race for a bike goes on to the next candidate. Asked again, it answers the same bike.
 *
 * @throws BikeUnavailable, PartyLimitReached, ReservationReleased, ItemContended
 */
export function holdBike({ inventory, clock }: { inventory: Inventory; clock: Clock }, claim: Claim) {
  const { rentalId, slot, partyRef } = claim;
  const hold = holdOf(rentalId, slot);
  const attempt = async (): Promise<Reservation | undefined> => {
    const found = (await inventory.readReservation(hold)) ?? newReservation(rentalId, slot);
    if (found.status === 'released')
      throw new ReservationReleased(`Bike ${slot} of rental ${rentalId} was given up. Please start a new rental.`);
    if (found.status !== 'held') return found;
    const party = asOf(await inventory.readParty(partyRef), clock.now());
    const bike = await pickBike({ inventory, clock }, found, claim, party);
    if (!bike) throw new BikeUnavailable(`${claim.kioskId} has no bike left for place ${slot} of your rental.`);
    // The same command running beside this one may have taken a bike after the reservation was read.
    if (bike.hold === hold) return bike.bikeId === found.bikeId ? found : undefined;
    const both = reserve(bike, party, hold, claim, clock.now());
    if (!both) return undefined;
    const reservation = nameBike(found, bike, partyRef, clock.now());
    return (await inventory.save(reservation, both.placed, both.reserved)) ? reservation : undefined;
  };
  return untilSaved(attempt);
}
