import { type Clock, instant } from '../../../seams/clock.ts';
import type { Publish } from '../../shared/events.ts';
import { untilSaved } from '../../shared/table.ts';
import {
  BikeUnavailable,
  NoShowLimitReached,
  PartyLimitReached,
  ReservationConflict,
  ReservationReleased,
  ReservationStanding,
} from '../errors.ts';
import { type Bike, offered, reserveBike } from '../items/bike.ts';
import { type Booking, bookingHold, eventsOfBooking } from '../items/booking.ts';
import type { Party } from '../items/party.ts';
import { asOf, noShowsOf, withBooking } from '../items/party-booking.ts';
import type { Inventory } from '../store/inventory.ts';
import { endBooking } from './end-booking.ts';

/** What a party asks to have held, and on which terms the city holds it. */
export interface Wanted {
  reservationId: string;
  kioskId: string;
  partyRef: string;
  partyLimit: number;
  bikes: number;
  /** Bikes that may be had at the kiosk, best first. */
  candidates: string[];
  minutes: number;
  noShowsMax: number;
}

/** The booking that this request has made before, or a new one. */
function bookingFor(party: Party, wanted: Wanted, nowMs: number): Booking {
  const { reservationId, kioskId, minutes, noShowsMax } = wanted;
  const { booking } = party;
  if (booking?.reservationId === reservationId) {
    if (booking.kioskId !== kioskId || ![0, wanted.bikes].includes(booking.bikes.length))
      throw new ReservationConflict(`The reservation id ${reservationId} was used before, for another request.`);
    if (booking.status === 'held') return booking;
    throw new ReservationReleased(`The reservation ${reservationId} is over. Please make another one.`);
  }
  if (booking?.status === 'held')
    throw new ReservationStanding(`A bike is held for you already, at ${booking.kioskId}. Please take that one.`);
  if (noShowsOf(party, nowMs) >= noShowsMax)
    throw new NoShowLimitReached('Bikes that were held for you today were not picked up. Please take one where it is.');
  const until = instant(nowMs + minutes * 60_000);
  return { reservationId, kioskId, reservedAt: instant(nowMs), until, status: 'held', bikes: [] };
}

/** A bike for each place: the one that is named already, as long as it can be had, or the next candidate. */
async function pickBikes(inventory: Inventory, booking: Booking, wanted: Wanted, nowMs: number): Promise<Bike[]> {
  const picked = new Map<string, Bike>();
  for (let slot = 1; slot <= wanted.bikes; slot++) {
    const named = booking.bikes.find((bike) => bike.slot === slot)?.bikeId;
    for (const bikeId of [...(named ? [named] : []), ...wanted.candidates]) {
      if (picked.has(bikeId)) continue;
      const bike = await inventory.readBike(bikeId);
      const isOurs = bike?.hold === bookingHold(booking, slot);
      const free = bike && (isOurs ? bike : offered(bike, nowMs));
      if (free?.kioskId !== wanted.kioskId) continue;
      picked.set(bikeId, free);
      break;
    }
  }
  if (picked.size < wanted.bikes) throw new BikeUnavailable(`${wanted.kioskId} has no bike left to hold for you.`);
  return [...picked.values()];
}

/**
 * Holds bikes for a party that is on its way: names them in the party's item, with their places, then reserves each.
 * Who loses a race for a bike goes on to the next candidate. Asked again, it answers the same booking.
 *
 * @throws BikeUnavailable, PartyLimitReached, ReservationStanding, NoShowLimitReached, ReservationReleased,
 * ReservationConflict, ItemContended
 */
export function bookBikes(deps: { inventory: Inventory; publish: Publish; clock: Clock }, wanted: Wanted) {
  const { inventory, publish, clock } = deps;
  const { partyRef, partyLimit } = wanted;
  return untilSaved(async (): Promise<Booking | undefined> => {
    const now = clock.now();
    const kept = await inventory.readParty(partyRef);
    const party = asOf(kept, now);
    const booking = bookingFor(party, wanted, now);
    // Of the one before, nobody may have let go of the bikes: this one takes its place, so that they are freed first, and
    // told to be.
    const before = kept.booking;
    if (before && before.reservationId !== booking.reservationId && before.status === 'held') {
      const { booking: ended } = await endBooking({ inventory, clock }, { partyRef, ...before });
      if (ended) await publish(eventsOfBooking(ended, 'BikeReleased'));
      return undefined;
    }
    if (booking.bikes.some(({ takenBy }) => takenBy !== undefined)) return booking;
    const bikes = await pickBikes(inventory, booking, wanted, now);
    const holds = bikes.map((_, index) => bookingHold(booking, index + 1));
    const named = bikes.map(({ bikeId, bay = 0 }, index) => ({ slot: index + 1, bikeId, bay }));
    const isMade = bikes.every(({ hold }, index) => hold === holds[index]);
    if (isMade && named.every(({ bikeId }, index) => bikeId === booking.bikes[index]?.bikeId)) return booking;
    const next = { ...booking, bikes: named };
    const placed = withBooking(party, next, partyLimit);
    if (!placed)
      throw new PartyLimitReached(
        `Your household has ${party.out.length} bikes out and may have ${partyLimit}. Please bring one back first.`,
      );
    const reserved = bikes.map((bike, index) => reserveBike(bike, holds[index] ?? '', instant(now)) ?? bike);
    return (await inventory.save(placed, ...reserved)) ? next : undefined;
  });
}
