import type { BikeEvent } from '../contract.ts';

/** A bike, and where it stood when it was named for a slot. */
export interface Named {
  bikeId: string;
  stoodAt: { kiosk: string; bay: number };
}

/** What comes after an attempt that failed. */
export type NextTry = 'sameBike' | 'otherBike' | 'none';

/** An attempt that failed, and what was decided then. Kept, so that a repeated command gets the same answer. */
export interface Swap {
  /** Which attempt failed, from 1. */
  attempt: number;
  /** RFC 3339. */
  at: string;
  failed: Named;
  /** Whether the bike that failed was taken out of the offer. */
  isWithdrawn: boolean;
  decision: NextTry;
  /** The bike of the next attempt; absent where there is none. */
  next?: Named | undefined;
}

/** A jam is tried once more: what stuck may move at the second try, and the rider gets the bike that was promised. */
const TRIES_PER_BIKE = 2;
/** Two bikes that fail one after the other are the machine's fault rather than theirs, and the rider has waited long. */
const BIKES_PER_SLOT = 2;

/**
 * What to try after a failure. `tries` counts the attempts with this bike, `bikes` those that the slot has had, both
 * with the one that failed; `isOurs` says whether the bike is still the slot's. Only after the two faults that are
 * about a bike is there anything to try.
 */
export function nextTry(failure: { reason: string; tries: number; bikes: number; isOurs: boolean }): NextTry {
  const { reason, tries, bikes, isOurs } = failure;
  if (reason === 'HardwareFault' && tries < TRIES_PER_BIKE && isOurs) return 'sameBike';
  const isBikes = reason === 'HardwareFault' || reason === 'BikeMisplaced';
  return isBikes && bikes < BIKES_PER_SLOT ? 'otherBike' : 'none';
}

/** What the failures so far say of a bike that has failed now. */
export function countTries(swaps: readonly Swap[], bikeId: string): { tries: number; bikes: number } {
  const failed = swaps.map((swap) => swap.failed.bikeId);
  return { tries: failed.filter((id) => id === bikeId).length + 1, bikes: new Set([...failed, bikeId]).size };
}

/**
 * The decision to keep. Where the one that was `kept` before could not be carried out, its time and what it did stand;
 * and where no `other` bike is to be had, there is nothing left to try.
 */
export function decide(
  failure: { attempt: number; at: string; failed: Named; isOurs: boolean },
  decision: NextTry,
  other: Named | undefined,
  kept: Swap | undefined,
): Swap {
  const { attempt, isOurs } = failure;
  const { at, failed } = kept ?? failure;
  const isWithdrawn = kept?.isWithdrawn === true || (isOurs && other !== undefined);
  if (decision === 'sameBike') return { attempt, at, failed, isWithdrawn, decision, next: failed };
  return { attempt, at, failed, isWithdrawn, decision: other ? decision : 'none', next: other };
}

/** The bikes that failed for good: they are not offered again, however the hand-over ends. */
export function failedBikes(swaps: readonly Swap[] = []): string[] {
  return swaps.filter(({ decision }) => decision !== 'sameBike').map(({ failed }) => failed.bikeId);
}

/** What there is to tell of a swap. It is made of what the swap keeps and nothing else: a retry tells the same again. */
export function eventsOfSwap(
  { rentalId, slot }: { rentalId: string; slot: number },
  { at, failed, isWithdrawn, decision, next }: Swap,
): BikeEvent[] {
  const event = (type: BikeEvent['type'], { bikeId, stoodAt }: Named): BikeEvent => {
    return { type, at, bikeId, rentalId, slot, kioskId: stoodAt.kiosk, bay: stoodAt.bay };
  };
  return [
    ...(isWithdrawn ? [event('BikeWithdrawn', failed)] : []),
    ...(decision === 'otherBike' && next ? [event('BikeReserved', next)] : []),
  ];
}
