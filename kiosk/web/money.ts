/** How amounts are written, on the page and on receipts. */
const LOCALE = 'en-US';

/** An amount in minor units, as the currency writes it; how many digits that is, Intl knows (ISO 4217). */
export function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
