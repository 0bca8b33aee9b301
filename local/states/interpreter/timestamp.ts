const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads an ISO 8601 instant with its offset, to the millisecond; up to nine decimals are accepted. Undefined for
 * any other text, among them dates that do not exist.
 */
export function instantOf(text: string): number | undefined {
  const parts = FORM.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second = '00', decimals = '.0', zone = 'Z'] = parts;
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) > days) return undefined;
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${decimals.padEnd(4, '0').slice(0, 4)}${zone}`,
  );
  return Number.isNaN(ms) ? undefined : ms;
}
