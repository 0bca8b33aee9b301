/** What a document that does not expire is good until. */
export const NEVER = '9999-12-31';

/**
 * A date of eight digits as YYYY-MM-DD; undefined where it is none. The United States write MMDDCCYY; Canada (DCG
 * "CAN") and version 1 of the standard CCYYMMDD. No card has to say which: a month is never 19 or 20, and a century
 * never 12 or less. Whether the calendar has the day is left to the contract.
 */
export function documentDate(text: string): string | undefined {
  const digits = text.replace(/[-/]/g, '');
  const [, century, monthLater, dayLater] = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(digits) ?? [];
  if (century) return `${century}-${monthLater}-${dayLater}`;
  const [, month, day, year] = /^(\d{2})(\d{2})((?:19|20)\d{2})$/.exec(digits) ?? [];
  return month && `${year}-${month}-${day}`;
}
