import type { ImportAddresses } from '../functions/identity/contract.ts';
import { csvRows } from './csv.ts';

export type AddressPoint = ImportAddresses['points'][number];

/**
 * The columns that are read of a collection of OpenAddresses (github.com/openaddresses/openaddresses, "Format": LON,
 * LAT, NUMBER, STREET, UNIT, CITY, DISTRICT, REGION, POSTCODE, ID, HASH). Units are left out: whoever lives in any part
 * of a house lives in the city.
 */
const COLUMNS = ['NUMBER', 'STREET', 'CITY', 'REGION', 'POSTCODE'] as const;

/** Where the data name neither: many collections are of one city, and leave its name out. */
export interface Place {
  city: string;
  state: string;
}

/**
 * Reads address points out of a CSV file as it comes.
 *
 * @throws Error that names the columns that are missing.
 */
export async function* addressPoints(chunks: AsyncIterable<string>, place: Place): AsyncGenerator<AddressPoint> {
  const rows = csvRows(chunks);
  const { value: header = [] } = (await rows.next()) as IteratorResult<string[], undefined>;
  const names = header.map((name) =>
    name
      .replace(/^\uFEFF/, '')
      .trim()
      .toUpperCase(),
  );
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new Error(`The addresses lack the columns ${missing.join(', ')}.`);
  for await (const row of rows) {
    const value = (column: (typeof COLUMNS)[number]) => row[names.indexOf(column)]?.trim() ?? '';
    const state = value('REGION');
    yield {
      street: `${value('NUMBER')} ${value('STREET')}`.trim(),
      city: value('CITY') || place.city,
      state: /^[A-Za-z]{2}$/.test(state) ? state : place.state,
      postalCode: value('POSTCODE'),
    };
  }
}
