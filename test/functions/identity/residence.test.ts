import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressTexts, normalStreet } from '../../../functions/identity/residence.ts';

/** One address each, and how it is written on licences, in cities' data and in letters. */
const SPELLINGS: Record<string, string[]> = {
  '5 LANTERN ST': [
    '5 Lantern Street',
    '5 LANTERN ST',
    '5 Lantern St.',
    ' 5  lantern   str ',
    '5, Lantern Street',
    '5 Lantérn Street',
    '5 Lantern Strt',
    '5 Lantern St Apt 4B',
    '5 Lantern St., Apt. 4B',
    '5 Lantern Street #4B',
    '5 Lantern Street # 4B',
    '5 Lantern Street Apt #4B',
    '5 Lantern Street Apartment 4-B',
    '5 Lantern St APT4B',
    '5 Lantern St 4B',
    '5 Lantern St, 4B',
    '5 Lantern St, 12',
    '5 Lantern St Unit B',
    '5 Lantern St Ste 200',
    '5 Lantern St Bldg 2 Apt 4',
    '5 Lantern St Fl 2',
    '5 Lantern St 2nd Floor',
    '5 Lantern St 3RD FL',
    '5 Lantern St Rear',
    '5 LANTERN ST BSMT',
    '5 Lantern Street Penthouse',
    '5 Lantern St Lot 7',
    '5 Lantern St No. 7',
    'Apt 4B, 5 Lantern Street',
    '5 LANTERN ST$APT 4',
    '5 Lantern St\nApt 4',
  ],
  '100 N MAIN ST': ['100 North Main Street', '100 N. Main St', '100 N MAIN ST', '100 n main street'],
  '100 MAIN ST NW': [
    '100 Main Street NW',
    '100 Main St N.W.',
    '100 Main St, Northwest',
    '100 Main St North West',
    '100 MAIN ST N W',
  ],
  '350 5 AVE': ['350 5th Avenue', '350 Fifth Ave', '350 FIFTH AVENUE', '350 5 AVE', '350 5TH AV', '350 5th Aven.'],
  '12 42 ST': ['12 42nd St', '12 Forty-Second Street', '12 FORTY SECOND ST', '12 42 Street'],
  '7 W 121 ST': ['7 West 121st Street', '7 W. 121 St'],
  '8 20 ST': ['8 Twentieth Street', '8 20th St'],
  '8 13 ST': ['8 Thirteenth Street', '8 13th St'],
  '11210 BRONX RD': ['112-10 Bronx Road', '112–10 BRONX RD', '11210 Bronx Rd', '112 - 10 Bronx Rd'],
  '123 1/2 OAK LN': ['123 1/2 Oak Lane', '123½ Oak Ln', '123 1/2 OAK LN'],
  '12A OAK LN': ['12A Oak Lane', '12-A Oak Ln'],
  '9 ST JAMES PL': ['9 Saint James Place', '9 St. James Pl', '9 ST JAMES PL'],
  '4 MARTIN LUTHER KING JR BLVD': [
    '4 Martin Luther King, Jr. Boulevard',
    '4 MARTIN LUTHER KING JR BLVD',
    '4 Martin Luther King Jr Blvd.',
  ],
  '6 OBRIEN CT': ["6 O'Brien Court", '6 OBRIEN CT', '6 O’Brien Ct'],
  '17 WINSTON SALEM PKWY': ['17 Winston-Salem Parkway', '17 WINSTON SALEM PKWY', '17 Winston Salem Pky'],
  '1 PENA BLVD': ['1 Peña Boulevard', '1 PENA BLVD'],
  '80 CR 12': ['80 County Road 12', '80 Co Rd 12', '80 CNTY RD 12', '80 CR 12'],
  '80 SR 5': ['80 State Route 5', '80 State Hwy 5', '80 ST RTE 5', '80 SR 5'],
  '80 US 20': ['80 US Highway 20', '80 U.S. Hwy 20', '80 US RT 20'],
  '33 MT VERNON HTS': ['33 Mount Vernon Heights', '33 Mt. Vernon Hts'],
  '2 N E ST': ['2 North E Street', '2 N E St', '2 N. E St.'],
  '5 AVE OF THE AMERICAS': ['5 Avenue of the Americas', '5 AVE OF THE AMERICAS'],
  '14 ML XING': ['14 Mill Crossing', '14 MILL XING', '14 Mill Crssng'],
};

describe('the normal form of a street address', () => {
  it.each(Object.entries(SPELLINGS).flatMap(([normal, texts]) => texts.map((text) => [text, normal])))(
    'of %j is %j',
    (text, normal) => {
      expect(normalStreet(text)).toBe(normal);
    },
  );

  it('keeps apart what are different houses or streets', () => {
    const different = [
      ...['5 Lantern St', '6 Lantern St', '5 Lantern Ln', '5 N Lantern St', '5 S Lantern St', '5 Lantern St NW'],
      ...[
        '15 Lantern St',
        '5 Lanterns Hill',
        '12 Front St',
        '12 Rear St',
        '12 Pier Ave',
        '12 Lake Side Dr',
        '12 Hwy 1A',
      ],
      ...[
        '12 Hwy 1B',
        '12 County Road 1',
        '12 County Road 2',
        '12A Oak Ln',
        '12B Oak Ln',
        '12 1/2 Oak Ln',
        '12 Oak Ln',
      ],
    ];

    expect(new Set(different.map(normalStreet)).size).toBe(different.length);
  });

  it.each([
    ...['PO Box 12', 'P.O. Box 12', 'P O BOX 12', 'POBOX 12', 'Post Office Box 12', 'Box 12', 'P.O.B. 12', 'PMB 7'],
    ...['General Delivery', '12 Main St PO Box 7', 'RR 2 Box 15', '', '   ', 'Lantern Street', '12', '#4', 'Apt 4'],
  ])('is none for %j, where nobody is known to live', (text) => {
    expect(normalStreet(text)).toBeUndefined();
  });

  it('stays as it is once it is made', () => {
    for (const normal of Object.values(SPELLINGS).map(([first = '']) => normalStreet(first) ?? ''))
      expect(normalStreet(normal)).toBe(normal);
  });

  it('is found for any text in a time that no text makes long, without a fault', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300, unit: 'binary' }), fc.string({ maxLength: 300 })), (text) => {
        expect(['string', 'undefined']).toContain(typeof normalStreet(text));
      }),
    );
  });
});

describe('the texts by which an address is known', () => {
  const address = { street: '5 Lantern Street', city: 'Havenbrook', state: 'NY', postalCode: '14400' };

  it.each(['14400', '14400-1234', '144000000', '144001234  '])(
    'take the five digits of the ZIP code %j',
    (postalCode) => {
      expect(addressTexts({ ...address, postalCode })).toEqual(addressTexts(address));
    },
  );

  it('are the street in its postal code and in its city, so that either is enough', () => {
    expect(addressTexts(address)).toEqual(['5 LANTERN ST|14400', '5 LANTERN ST|HAVENBROOK|NY']);
    expect(addressTexts({ ...address, postalCode: '' })).toEqual(['5 LANTERN ST|HAVENBROOK|NY']);
    expect(addressTexts({ ...address, city: '' })).toEqual(['5 LANTERN ST|14400']);
  });

  it('are the same for a city that is abbreviated', () => {
    const saint = addressTexts({ ...address, city: 'Saint Paul', postalCode: '' });

    expect(addressTexts({ ...address, city: 'ST. PAUL', postalCode: '' })).toEqual(saint);
  });

  it('are none for a post box', () => {
    expect(addressTexts({ ...address, street: 'PO Box 5' })).toEqual([]);
  });
});
