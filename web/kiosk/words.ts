import type { Offer } from '../../functions/orchestration/contract.ts';
import type { NearbyKiosk } from '../../kiosk/web/contract.ts';

const LOCALE = 'en-US';
type Fare = Offer['fare'];

/** An amount in minor units, as the currency writes it; how many digits that is, Intl knows (ISO 4217). */
function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

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

/** How old a neighbour's counts are. */
export function ageWords({ ageMinutes }: NearbyKiosk): string {
  if (ageMinutes === undefined) return 'not heard from yet';
  if (ageMinutes < 1) return 'just now';
  if (ageMinutes < 60) return `${ageMinutes} min ago`;
  const hours = Math.floor(ageMinutes / 60);
  return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
}

export function timeOfDay(instant: string): string {
  return new Date(instant).toLocaleTimeString(LOCALE, { hour: 'numeric', minute: '2-digit' });
}
