import type { NotHandedOver, Receipt, Ride, RiderKind, Tariff } from './contract.ts';
import { priceRide } from './fare.ts';
import { fareFor } from './tariff.ts';

export interface Charge {
  rentalId: string;
  kind: RiderKind;
  tariff: Tariff;
  /** Held on the card, in minor units; nothing for residents. */
  authorized: number;
  rides: readonly Ride[];
  notHandedOver: readonly NotHandedOver[];
  /** RFC 3339. */
  issuedAt: string;
}

/** One of each slot, in order: a slot that is told twice is one bike, and is paid for once. */
function bySlot<Part extends { slot: number }>(parts: readonly Part[]): Part[] {
  const first = new Map<number, Part>();
  for (const part of parts) if (!first.has(part.slot)) first.set(part.slot, part);
  return [...first.values()].sort((a, b) => a.slot - b.slot);
}

/**
 * What a rider reads at the end: a line for each bike that was ridden, a reason for each that was asked for and not
 * handed over, and the sum. No more is captured than was held; what the total is above that stays outstanding.
 */
export function makeReceipt({ tariff, rides, notHandedOver, ...charge }: Charge): Receipt {
  const { rentalId, kind, authorized, issuedAt } = charge;
  const fare = fareFor(tariff, kind);
  const lines = bySlot(rides).map((ride) => {
    const { slot, bikeId, startedAt, endedAt, isMissing } = ride;
    return { slot, bikeId, startedAt, endedAt, isMissing, ...priceRide(fare, tariff.graceMinutes, ride) };
  });
  const ridden = new Set(lines.map(({ slot }) => slot));
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  const receipt: Receipt = {
    rentalId,
    kind,
    currency: fare.currency,
    fare,
    lines,
    // A bike that was taken after its rental had given it up is ridden all the same, and is no longer missing here.
    notHandedOver: bySlot(notHandedOver).filter(({ slot }) => !ridden.has(slot)),
    total,
    authorized,
    captured: 0,
    refunded: 0,
    outstanding: total,
    issuedAt,
  };
  return withCaptured(receipt, Math.min(total, authorized));
}

/** The receipt once it is known what was captured: less than was meant where the hold had lapsed. */
export function withCaptured(receipt: Receipt, captured: number): Receipt {
  return { ...receipt, captured, outstanding: Math.max(receipt.total - captured, 0) };
}

/** The receipt after money was given back. */
export function withRefund(receipt: Receipt, amount: number): Receipt {
  return { ...receipt, refunded: receipt.refunded + amount };
}
