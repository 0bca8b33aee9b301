/** How many digits a currency's minor unit has, Intl knows (ISO 4217). */
const digitsOf = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** An amount in minor units as a number of the currency's own: 150 cents are 1.5 dollars. */
export function major(minor: number, currency: string): number {
  return Number((minor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency)));
}

/** An amount in minor units, as it is written in a language. */
export function price(minor: number, currency: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(major(minor, currency));
}
