import type { RentalView } from '../../functions/orchestration/contract.ts';
import type { Receipt } from '../../functions/payments/contract.ts';
import { money } from '../web/money.ts';

/** What a ride came to, for the screen and the receipt: one line for the price, and a sentence for each other thing. */
export interface RideWords {
  price: string;
  notes: string[];
}

/** Bikes of which nobody has a ride to pay any more. */
const OVER = new Set(['returned', 'missing', 'notTaken', 'failed', 'released']);

/** What the rider of a bike that came back is told of its rental. */
export function rideWords({ bikes, payment }: RentalView): RideWords {
  if (payment?.receipt) return receiptWords(payment.receipt);
  const out = bikes.filter(({ step }) => !OVER.has(step)).length;
  if (out === 0) return { price: 'Your ride is over.', notes: ['The price follows in a moment.'] };
  return { price: `${count(out, 'bike')} still out.`, notes: ['The price follows when all of them are back.'] };
}

export function receiptWords(receipt: Receipt): RideWords {
  return { price: priceOf(receipt), notes: [...moneyNotes(receipt), ...rideNotes(receipt)] };
}

/** `1 minute`, `2 minutes`. */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function priceOf({ total, currency, lines, fare }: Receipt): string {
  const sum = (of: 'minutes' | 'freeMinutes') => lines.reduce((before, line) => before + line[of], 0);
  const minutes = sum('minutes');
  if (total > 0) {
    const whose = lines.length > 1 ? `${count(minutes, 'minute')} on ${lines.length} bikes` : count(minutes, 'minute');
    return `${money(total, currency)} for ${whose}.`;
  }
  // Each bike has its own free minutes, so that only one bike's can be told in a single number.
  if (lines.length === 1 && fare && fare.freeMinutes >= minutes && sum('freeMinutes') === minutes)
    return `Free: ${minutes} of your ${fare.freeMinutes} free minutes.`;
  return `Free: you pay nothing for ${count(minutes, 'minute')}.`;
}

function moneyNotes({ total, currency, authorized, captured, refunded, outstanding }: Receipt): string[] {
  const back = authorized - captured;
  return [
    authorized > 0 && back > 0 && `${money(back, currency)} of the ${money(authorized, currency)} held is given back.`,
    authorized > 0 && back === 0 && `That is all that was held on your card.`,
    refunded > 0 && `${money(refunded, currency)} was paid back to your card.`,
    outstanding > 0 &&
      outstanding < total &&
      `${money(outstanding, currency)} is above what was held: the city bills it, and your card is not charged for it.`,
    outstanding > 0 && outstanding >= total && 'The city bills it, and no card is charged.',
  ].filter((note) => note !== false);
}

function rideNotes({ lines, notHandedOver }: Receipt): string[] {
  const grace = lines.reduce((before, { graceMinutes }) => before + graceMinutes, 0);
  const missing = lines.filter(({ isMissing }) => isMissing).length;
  return [
    grace > 0 && `${count(grace, 'minute')} ${grace === 1 ? 'was' : 'were'} free, since a kiosk had no place for you.`,
    missing > 0 &&
      `${count(missing, 'bike')} never came back, as far as we know. The ride ended when we stopped waiting.`,
    notHandedOver.length > 0 && `${count(notHandedOver.length, 'bike')} could not be handed over, and cost nothing.`,
  ].filter((note) => note !== false);
}
