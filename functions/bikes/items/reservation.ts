import { instant } from '../../../seams/clock.ts';
import { keptUntil } from '../../shared/retention.ts';
import type { Versioned } from '../../shared/table.ts';
import type { BikeEvent, BikeReturned } from '../contract.ts';
import type { Bike } from './bike.ts';
import type { Docking } from './docking.ts';
import { eventsOfSwap, failedBikes, type Swap } from './swap.ts';

/**
 * A slot of a rental, from reserved to returned. It decides: party and bike follow it. It is kept after its end,
 * so that a command that comes late finds that it is too late, and an event that was not told can be told.
 */
export interface Reservation extends Versioned {
  rentalId: string;
  slot: number;
  hold: string;
  status: 'held' | 'released' | 'taken' | 'ended';
  partyRef?: string | undefined;
  /** The bike it stands for, and where that bike stood. */
  bikeId?: string | undefined;
  stoodAt?: { kiosk: string; bay: number } | undefined;
  /** The bike it stood for before the rider took another one, and where that one stood. */
  insteadOf?: string | undefined;
  insteadAt?: { kiosk: string; bay: number } | undefined;
  reservedAt?: string | undefined;
  /** Present if a bike was let go. */
  releasedAt?: string | undefined;
  /** Whether that bike was withdrawn from the offer. */
  isWithdrawn?: boolean | undefined;
  takenAt?: string | undefined;
  docked?: Docking | undefined;
  /** The machine's failures with its bikes, and what was decided after each; oldest first. */
  swaps?: Swap[] | undefined;
  /** Of the task that waits for the return. It is told to nobody but the workflow. */
  returnTask?: string | undefined;
  /** When the rider first stood at a kiosk with the bike, and every bay was taken. */
  noDockAt?: string | undefined;
  overdueAt?: string | undefined;
  lost?: UnseenEnd | undefined;
}

/** That a trip ended without a return that was seen. `isMissing`: nor is it known where the bike is. */
export interface UnseenEnd {
  at: string;
  isMissing: boolean;
  /** Whether the bike was out with this ride until then. */
  wasOut: boolean;
  /** By which change an operator has ended it, and where the bike stood then, if that was known. */
  byHand?: { changeId: string; by: string; reason: string; stands?: { kiosk: string; bay: number } | undefined };
}

/** The name under which a slot of a rental holds a bike and a place in its party. */
export const holdOf = (rentalId: string, slot: number) => `${rentalId}#${slot}`;
export const reservationKey = (hold: string) => `reservation#${hold}`;

export function newReservation(rentalId: string, slot: number): Reservation {
  const hold = holdOf(rentalId, slot);
  return { pk: reservationKey(hold), revision: 0, rentalId, slot, hold, status: 'held' };
}

/** The reservation naming a bike, before that bike is reserved: a retry goes on with the bike it finds here. */
export function nameBike(reservation: Reservation, bike: Bike, partyRef: string, nowMs: number): Reservation {
  const { bikeId, kioskId = '', bay = 0 } = bike;
  const isSame = reservation.bikeId === bikeId;
  return {
    ...reservation,
    partyRef,
    bikeId,
    stoodAt: { kiosk: kioskId, bay },
    reservedAt: (isSame ? reservation.reservedAt : undefined) ?? instant(nowMs),
  };
}

/**
 * The reservation given up for good. `hadBike`: whether a bike was reserved for it; `isFaulty`: whether that one is
 * withdrawn from the offer.
 */
export function release(reservation: Reservation, hadBike: boolean, isFaulty: boolean, nowMs: number): Reservation {
  const releasedAt = reservation.releasedAt ?? (hadBike ? instant(nowMs) : undefined);
  const isWithdrawn = isFaulty && releasedAt !== undefined;
  return { ...reservation, status: 'released', releasedAt, isWithdrawn, ttl: keptUntil(nowMs, 'rental') };
}

/** The reservation with what was decided after a failure, standing for the bike of the next attempt. */
export function withSwap(reservation: Reservation, swap: Swap): Reservation {
  const { bikeId, stoodAt } = swap.next ?? swap.failed;
  const others = (reservation.swaps ?? []).filter(({ attempt }) => attempt !== swap.attempt);
  const reservedAt = swap.decision === 'otherBike' ? swap.at : reservation.reservedAt;
  return { ...reservation, bikeId, stoodAt, reservedAt, swaps: [...others, swap] };
}

/** All bikes that were named for the slot, the one that it stands for last. */
export function bikesNamed({ bikeId, swaps = [] }: Reservation): string[] {
  const named = [...swaps.flatMap(({ failed, next }) => [failed.bikeId, next?.bikeId]), bikeId];
  return [...new Set(named.toReversed())].filter((id) => id !== undefined).toReversed();
}

/** The reservation's bike gone with the rider at `at`. The first time that is told stands. */
export function take(
  reservation: Reservation,
  taken: { bikeId: string; at: string; from?: { kiosk: string; bay: number } | undefined },
): Reservation {
  if (reservation.takenAt) return reservation;
  const { bikeId, at, from } = taken;
  const stoodAt = from ?? reservation.stoodAt;
  const insteadOf = reservation.bikeId === bikeId ? undefined : reservation.bikeId;
  const insteadAt = insteadOf ? reservation.stoodAt : undefined;
  return { ...reservation, status: 'taken', bikeId, insteadOf, insteadAt, stoodAt, takenAt: at, ttl: undefined };
}

/** The reservation's trip over without a return that was seen, at `at`. What was said first stands. */
export function endUnseen(reservation: Reservation, lost: UnseenEnd, nowMs: number): Reservation {
  return { ...reservation, status: 'ended', lost: reservation.lost ?? lost, ttl: keptUntil(nowMs, 'rental') };
}

/** The ride from sensor to sensor, once it is over. */
export function rideOf({ slot, bikeId, takenAt, docked, lost, noDockAt }: Reservation): BikeReturned | undefined {
  const endedAt = docked?.at ?? lost?.at;
  if (!bikeId || !takenAt || !endedAt) return undefined;
  const isOnRide = noDockAt !== undefined && noDockAt >= takenAt && noDockAt <= endedAt;
  return { slot, bikeId, startedAt: takenAt, endedAt, ...(isOnRide && { noDockAt }) };
}

/** The reservation's trip over. */
export function endTrip(reservation: Reservation, docking: Docking, nowMs: number): Reservation {
  const { at, kioskId, bay } = docking;
  return { ...reservation, status: 'ended', docked: { at, kioskId, bay }, ttl: keptUntil(nowMs, 'rental') };
}

/** What became of the bike that the slot had reserved, where its rider has taken another one. */
function leftBehind(reservation: Reservation): BikeEvent[] {
  const { rentalId, slot, insteadOf, insteadAt, takenAt, releasedAt, swaps } = reservation;
  if (!insteadOf || !insteadAt || !takenAt || releasedAt) return [];
  const about = { at: takenAt, bikeId: insteadOf, rentalId, slot, kioskId: insteadAt.kiosk, bay: insteadAt.bay };
  return failedBikes(swaps).includes(insteadOf)
    ? [{ type: 'BikeWithdrawn', ...about }]
    : [{ type: 'BikeReleased', ...about }];
}

/**
 * What there is to tell of a reservation, by type. Events are made of what the item keeps and nothing else, so
 * that a retry tells the same ones again.
 */
export function eventsOf(
  reservation: Reservation,
  ...types: BikeEvent['type'][]
): { type: BikeEvent['type']; detail: BikeEvent }[] {
  const { rentalId, slot, bikeId, stoodAt, insteadOf, insteadAt, docked, lost, swaps = [] } = reservation;
  if (!bikeId || !stoodAt) return [];
  const event = (type: BikeEvent['type'], at: string | false | undefined, place = stoodAt): BikeEvent[] =>
    at ? [{ type, at, bikeId, rentalId, slot, kioskId: place.kiosk, bay: place.bay }] : [];
  // What was reserved and given up is the bike that the slot stood for then, whichever its rider has taken since.
  const named: Reservation = insteadOf ? { ...reservation, bikeId: insteadOf, stoodAt: insteadAt } : reservation;
  const ofNamed = (type: BikeEvent['type'], at: string | false | undefined): BikeEvent[] =>
    event(type, at, named.stoodAt).map((told) => ({ ...told, bikeId: named.bikeId ?? bikeId }));
  const told: Partial<Record<BikeEvent['type'], BikeEvent[]>> = {
    BikeReserved: ofNamed('BikeReserved', reservation.reservedAt),
    BikeReleased: ofNamed('BikeReleased', reservation.releasedAt),
    BikeWithdrawn: [
      ...swaps.flatMap((swap) => eventsOfSwap(reservation, swap)).filter(({ type }) => type === 'BikeWithdrawn'),
      ...ofNamed('BikeWithdrawn', reservation.isWithdrawn && reservation.releasedAt),
    ],
    TripStarted: [...leftBehind(reservation), ...event('TripStarted', reservation.takenAt)],
    BikeOverdue: event('BikeOverdue', reservation.overdueAt),
    BikeMissing: event('BikeMissing', lost?.isMissing && lost.at),
    TripEnded: docked
      ? event('TripEnded', docked.at, { kiosk: docked.kioskId, bay: docked.bay })
      : event('TripEnded', lost && !lost.isMissing && lost.at, lost?.byHand?.stands).map((told) => ({
          ...told,
          ...(!(lost?.wasOut && lost.byHand?.stands) && { isUnseen: true }),
        })),
  };
  return types.flatMap((type) => told[type] ?? []).map((detail) => ({ type: detail.type, detail }));
}

/**
 * What there is to tell once a bike was taken: of its trip, and of the bikes that the machine had failed with before, since
 * the command that was to withdraw them may have stopped half way.
 */
export const eventsOfTaking = (reservation: Reservation) =>
  eventsOf(reservation, 'BikeWithdrawn', 'TripStarted', 'TripEnded');
