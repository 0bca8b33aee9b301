/** What a field may be; one that is undefined is empty. */
export type CsvField = string | number | undefined;

function quoted(field: CsvField): string {
  const text = field === undefined ? '' : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A row as CSV (RFC 4180), with the line break that ends it. */
export function csvLine(fields: readonly CsvField[]): string {
  return `${fields.map(quoted).join(',')}\r\n`;
}
