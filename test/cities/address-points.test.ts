import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AddressPoint, addressPoints } from '../../cities/address-points.ts';
import { csvRows } from '../../cities/csv.ts';
import { importAddresses } from '../../cities/import-addresses.ts';
import { ADDRESS_POINTS_MAX, ImportAddresses } from '../../functions/identity/contract.ts';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const PLACE = { city: 'Havenbrook', state: 'NY' };
const HEADER = 'LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH';
async function* text(...chunks: string[]) {
  yield* chunks;
}

describe('CSV', () => {
  it('reads back whatever was written, however it comes in parts', async () => {
    const field = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', '\r\n') });
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (written, size) => {
        const quoted = (one: string) => `"${one.replaceAll('"', '""')}"`;
        const csv = written.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
        const chunks = csv.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];

        expect(await all(csvRows(chunks))).toEqual(written);
      }),
    );
  });

  it('needs no quotes, and no line break at its end', async () => {
    expect(await all(csvRows(['a,b\n,\nc,"d"']))).toEqual([
      ['a', 'b'],
      ['', ''],
      ['c', 'd'],
    ]);
  });
});

describe('address points', () => {
  it('are read of a collection of OpenAddresses, with the city’s own place where it names none', async () => {
    const csv = text(
      `\uFEFF${HEADER}\n-77.28,42.86,5,LANTERN ST,4B,Havenbrook,,NY,14400,,a1\n`,
      '-77.28,42.86,7,"MILL LN, REAR",,,,,,,a2\n-77.28,42.86,,,,,,New York,,,a3\n',
    );

    expect(await all(addressPoints(csv, PLACE))).toEqual([
      { street: '5 LANTERN ST', city: 'Havenbrook', state: 'NY', postalCode: '14400' },
      { street: '7 MILL LN, REAR', city: 'Havenbrook', state: 'NY', postalCode: '' },
      { street: '', city: 'Havenbrook', state: 'NY', postalCode: '' },
    ]);
  });

  it('may have their columns in any order and case, and say which are missing', async () => {
    const lower = text('street,number,postcode,region,city\nLantern St,5,14400,NY,Havenbrook\n');

    expect(await all(addressPoints(lower, PLACE))).toMatchObject([{ street: '5 Lantern St' }]);
    await expect(all(addressPoints(text('LON,LAT,STREET\n'), PLACE))).rejects.toThrow('NUMBER, CITY, REGION, POSTCODE');
    await expect(all(addressPoints(text(''), PLACE))).rejects.toThrow('NUMBER');
  });
});

describe('handing a city’s addresses to its address book', () => {
  const point = (number: number): AddressPoint => ({ street: `${number} Mill Lane`, postalCode: '', ...PLACE });
  const edition = '2026-05-01T10:00:00.000Z';

  function book(isUsable = true) {
    const parts: ImportAddresses[] = [];
    const send = async (part: ImportAddresses) => {
      parts.push(ImportAddresses.parse(part));
      const size = part.points.length;
      return { edition, addresses: isUsable ? size : 0, unusable: isUsable ? 0 : size };
    };
    return { parts, send };
  }

  it('goes in parts of one edition, which the last one puts in force', async () => {
    const { parts, send } = book();
    const points = Array.from({ length: ADDRESS_POINTS_MAX * 2 + 1 }, (_, index) => point(index));

    const total = await importAddresses(points, send);

    expect(total).toEqual({ addresses: points.length, unusable: 0 });
    expect(parts.flatMap((part) => part.points)).toEqual(points);
    expect(parts.map((part) => part.isLast)).toEqual([false, false, false, true]);
    expect(parts.map((part) => part.edition)).toEqual([undefined, edition, edition, edition]);
  });

  it.each([
    ['is empty', []],
    ['has no address in it', [point(1)]],
  ])('changes nothing where the file %s', async (_, points) => {
    const { parts, send } = book(false);

    await expect(importAddresses(points, send)).rejects.toThrow('None of the address points');
    expect(parts.some((part) => part.isLast)).toBe(false);
  });
});
