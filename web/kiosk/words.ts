import type { Offer, RentalView } from '../../functions/orchestration/contract.ts';
import { money } from '../../kiosk/web/money.ts';

const LOCALE = 'en-US';
type Fare = Offer['fare'];

export function bikes(count: number): string {
  return count === 1 ? '1 bike' : `${count} bikes`;
}

function span(minutes: number): string {
  if (minutes % 60 !== 0) return `${minutes} minutes`;
  return minutes === 60 ? 'hour' : `${minutes / 60} hours`;
}

/** The offer in one or two sentences. */
export function fareWords({ currency, unlockFee, perMinute, freeMinutes, dailyCap }: Fare): string {
  if (unlockFee === 0 && perMinute === 0) return 'Free for you.';
  const unlock = unlockFee > 0 ? `${money(unlockFee, currency)} to unlock` : '';
  const free = freeMinutes > 0 ? `free for the first ${span(freeMinutes)}` : '';
  const start = [unlock, free].filter(Boolean).join(', ');
  const then = `${money(perMinute, currency)} a minute`;
  const ride = freeMinutes > 0 ? `${start}; after that ${then}` : [start, then].filter(Boolean).join(', then ');
  const cap = dailyCap > 0 ? ` Never more than ${money(dailyCap, currency)} a day for each bike.` : '';
  return `${ride.charAt(0).toUpperCase()}${ride.slice(1)}.${cap}`;
}

/** What a visitor's tap will do to their card, before they tap. */
export function holdWords({ currency, dailyCap }: Fare, count: number): string {
  return `We hold ${money(dailyCap * count, currency)} until you are back. You pay for your ride alone, and the rest is given back.`;
}

/** What is held while they ride; nothing to say to whoever gave no card. */
export function heldWords(payment: RentalView['payment']): string | undefined {
  if (payment?.status !== 'authorized') return undefined;
  return `${money(payment.authorized, payment.currency)} is held on your card. You pay for your ride alone, and the rest is given back.`;
}

/** How long ago something was heard. */
export function ageWords(ageMinutes: number | undefined): string {
  if (ageMinutes === undefined) return 'not heard from yet';
  if (ageMinutes < 1) return 'just now';
  if (ageMinutes < 60) return `${ageMinutes} min ago`;
  const hours = Math.floor(ageMinutes / 60);
  if (hours < 48) return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
  return `${Math.floor(hours / 24)} days ago`;
}

/** Why nothing is said of what other kiosks have. */
export function staleWords(heardMinutesAgo: number | undefined, wanted: 'bikes' | 'docks'): string {
  const what = wanted === 'bikes' ? 'whether they have bikes' : 'whether they have a free place';
  if (heardMinutesAgo === undefined) return `We have not heard from them yet, and cannot say ${what}.`;
  return `Last heard ${ageWords(heardMinutesAgo)}: we cannot say ${what}.`;
}

export function timeOfDay(instant: string): string {
  return new Date(instant).toLocaleTimeString(LOCALE, { hour: 'numeric', minute: '2-digit' });
}
