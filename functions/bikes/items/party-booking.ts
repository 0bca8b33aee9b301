import { instant } from '../../../seams/clock.ts';
import { keptUntil } from '../../shared/retention.ts';
import { type Booking, bookingHold, placesOf, waiting } from './booking.ts';
import type { Party } from './party.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How often in the last day nobody came for what the party had reserved. */
export function noShowsOf({ noShows = [] }: Party, nowMs: number): number {
  return noShows.filter(({ at }) => at > instant(nowMs - DAY_MS)).length;
}

/**
 * The party with its booking over: the places of bikes that still wait are free. Where its time has passed and not one
 * bike was taken over, that is a no-show, which is counted once.
 */
export function withBookingEnded(party: Party, nowMs: number): Party {
  const { booking, noShows = [] } = party;
  if (!booking || booking.status === 'ended') return party;
  const { reservationId, until, bikes } = booking;
  const now = instant(nowMs);
  const isLate = until <= now;
  const isNoShow = isLate && bikes.length > 0 && waiting(booking).length === bikes.length;
  const places = new Set(placesOf(booking));
  const out = party.out.filter((place) => !places.has(place));
  const recent = noShows.filter(({ at }) => at > instant(nowMs - DAY_MS));
  return {
    ...party,
    out,
    booking: { ...booking, status: 'ended', endedAt: isLate ? until : now },
    noShows: isNoShow ? [...recent, { reservationId, at: until }] : recent,
    ttl: out.length > 0 ? undefined : keptUntil(nowMs, 'rental'),
  };
}

/** The party with a reservation refused that it has not made yet: should it still come, it is too late. */
export function withBookingClosed(
  party: Party,
  closed: { reservationId: string; kioskId: string },
  nowMs: number,
): Party {
  const now = instant(nowMs);
  const booking: Booking = { ...closed, reservedAt: now, until: now, endedAt: now, status: 'ended', bikes: [] };
  return { ...party, booking, ttl: party.out.length > 0 ? undefined : keptUntil(nowMs, 'rental') };
}

/** The party as it is at this moment: a booking whose time has passed holds nothing any more. */
export function asOf(party: Party, nowMs: number): Party {
  const isOver = party.booking?.status === 'held' && party.booking.until <= instant(nowMs);
  return isOver ? withBookingEnded(party, nowMs) : party;
}

/** The bikes that wait for the party at a kiosk. */
export function waitingAt({ booking }: Party, kioskId: string): Booking['bikes'] {
  return booking?.status === 'held' && booking.kioskId === kioskId ? waiting(booking) : [];
}

/** The party with its booking's places; undefined where others take up too many of the `limit`. */
export function withBooking(party: Party, booking: Booking, limit: number): Party | undefined {
  const places = placesOf(booking);
  const others = party.out.filter((place) => !places.includes(place));
  if (others.length + places.length > limit) return undefined;
  return { ...party, out: [...others, ...places], booking, ttl: undefined };
}

/** The bike of the booking that a bike's hold stands for, if a rental's slot may take it over, or is about to. */
export function bookedFor(
  { booking }: Party,
  bike: { bikeId: string; hold?: string | undefined },
  kioskId: string,
  hold: string,
) {
  if (booking?.status !== 'held' || booking.kioskId !== kioskId) return undefined;
  return booking.bikes.find(
    ({ slot, bikeId, takenBy = hold }) =>
      bikeId === bike.bikeId && bike.hold === bookingHold(booking, slot) && takenBy === hold,
  );
}

/** The party with a booked bike taken over by a rental's slot, whose place takes the booking's. */
export function withTakenOver(party: Party, slot: number, hold: string): Party {
  const { booking } = party;
  if (!booking) return party;
  const place = bookingHold(booking, slot);
  const out = [...party.out.filter((one) => one !== place && one !== hold), hold];
  const bikes = booking.bikes.map((bike) => (bike.slot === slot ? { ...bike, takenBy: hold } : bike));
  return { ...party, out, booking: { ...booking, bikes }, ttl: undefined };
}
