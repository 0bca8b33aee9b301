import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ScannedDocument } from '../../../functions/identity/contract.ts';
import { pdf417 } from '../../../kiosk/hardware/simulated/licence.ts';
import { readScan } from '../../../kiosk/scan/read-scan.ts';
import { ScanUnreadable } from '../../../kiosk/scan/scan-unreadable.ts';
import { HOLDER, LICENCE } from '../support/people.ts';

/** A barcode as a jurisdiction prints it: header, designators, and its subfiles' lines. */
const barcode = (header: string, designators: string, lines: string[]) =>
  `@\n\x1e\r${header}${designators}${lines.join('\n')}\r`;

/** The example of the AAMVA standard's annex D (2020), with its own order and a jurisdiction's subfile. */
const OHIO_V9 = `${barcode('ANSI 636023090102', 'DL00410278ZO03190008', [
  'DLDAQSF785940',
  'DCSPUBLIC',
  'DDEN',
  'DACJOHN',
  'DDFN',
  'DADQUINCY',
  'DDGN',
  'DCAD',
  'DCBNONE',
  'DCDNONE',
  'DBD08242028',
  'DBB01311980',
  'DBA01312034',
  'DBC1',
  'DAU068 in',
  'DAYBRO',
  'DAG2300 WEST BROAD STREET',
  'DAICOLUMBUS',
  'DAJOH',
  'DAK432190000  ',
  'DCF2509UAN6554-7767',
  'DCGUSA',
  'DDAF',
])}ZOZOA01\r`;

const VERSION_1 = barcode('ANSI 6360000101', 'DL00290179', [
  'DLDAQT64235789',
  'DAASAMPLE,MICHAEL,JOHN',
  'DAG2300 WEST BROAD STREET',
  'DAIRICHMOND',
  'DAJVA',
  'DAK232690000  ',
  'DBA20290131',
  'DBB19610131',
]);

const CALIFORNIA_V10 = barcode('ANSI 636014100102', 'DL00410288ZC03290024', [
  'DLDCAC',
  'DCBNONE',
  'DCDNONE',
  'DBA08312031',
  'DCSADAIR',
  'DACDAJUAN',
  'DBD08312026',
  'DBB08311977',
  'DAG1234 DAKOTA ST.',
  'DAIDAISYTOWN',
  'DAJCA',
  'DAK95818',
  'DAQI1234562',
  'DCGUSA',
]);

const ONTARIO_V5 = barcode('ANSI 636012050002', 'DL00410239ZO02800099', [
  'DLDCAG',
  'DBA20310131',
  'DCSPUBLIC',
  'DCTJOHN',
  'DBB19800131',
  'DAG123 KING ST W',
  'DAITORONTO',
  'DAJON',
  'DAKM5H 1A1',
  'DAQP8765-43210-80131',
  'DCGCAN',
]);

describe('the text of a licence’s barcode', () => {
  it.each([
    [
      'Ohio, version 9',
      OHIO_V9,
      {
        iin: '636023',
        number: 'SF785940',
        expiresOn: '2034-01-31',
        city: 'COLUMBUS',
        postalCode: '432190000',
        state: 'OH',
      },
    ],
    [
      'Virginia, version 1',
      VERSION_1,
      {
        iin: '636000',
        number: 'T64235789',
        expiresOn: '2029-01-31',
        city: 'RICHMOND',
        postalCode: '232690000',
        state: 'VA',
      },
    ],
    [
      'California, whose people and places are called like elements',
      CALIFORNIA_V10,
      {
        iin: '636014',
        number: 'I1234562',
        expiresOn: '2031-08-31',
        city: 'DAISYTOWN',
        postalCode: '95818',
        state: 'CA',
      },
    ],
    [
      'Ontario, with dates the other way round and a number with dashes',
      ONTARIO_V5,
      {
        iin: '636012',
        number: 'P87654321080131',
        expiresOn: '2031-01-31',
        city: 'TORONTO',
        postalCode: 'M5H 1A1',
        state: 'ON',
      },
    ],
  ])('is read: %s', (_what, raw, { iin, number, expiresOn, ...place }) => {
    const document = readScan(raw);

    expect(document).toMatchObject({ iin, number, expiresOn, address: place });
  });

  it('is read to the contract, and nothing of the person beyond it is kept', () => {
    const document = readScan(OHIO_V9);

    expect(ScannedDocument.parse(document)).toEqual(document);
    expect(JSON.stringify(document)).not.toMatch(/PUBLIC|JOHN|QUINCY|1980|2028/);
    expect(document.address.street).toBe('2300 WEST BROAD STREET');
  });

  it('prefers the customer number of version 1 where there is one', () => {
    const document = readScan(VERSION_1.replace('DBA2029', 'DBJC0011223\nDBA2029'));

    expect(document.number).toBe('C0011223');
  });

  it('reads an expired licence as what it is', () => {
    const document = readScan(pdf417({ ...HOLDER, expires: '2020-02-29' }));

    expect(document.expiresOn).toBe('2020-02-29');
  });

  it.each([4, 6, 8, 10])('reads back what version %d prints of anybody', (version) => {
    const word = fc.stringMatching(/^[A-Z]{2,20}$/);
    const run = (lastName: string, firstName: string, city: string, number: string) => {
      const raw = pdf417({ ...HOLDER, lastName, firstName, city, number }, version);
      expect(readScan(raw)).toEqual({
        iin: HOLDER.iin,
        number,
        expiresOn: HOLDER.expires,
        address: { street: HOLDER.street, city, postalCode: '144240000', state: HOLDER.state },
      });
    };

    fc.assert(fc.property(word, word, word, fc.stringMatching(/^[A-Z][0-9]{6,14}$/), run));
  });

  it('is refused in words that repeat nothing of it, wherever it breaks off before its last element is there', () => {
    const needed = LICENCE.indexOf('DAK') + 3;

    fc.assert(
      fc.property(fc.integer({ min: 0, max: needed }), (length) => {
        const read = () => readScan(LICENCE.slice(0, length));
        expect(read).toThrow(ScanUnreadable);
        expect(read).not.toThrow(/QUILL|Q1234567|LANTERN/);
      }),
    );
  });
});

describe('anything else that a scanner may read', () => {
  it('is read to the contract, or refused by name', () => {
    const noise = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.string({ maxLength: 400, unit: 'binary' }),
      fc.string().map((text) => `@\n\x1e\rANSI 636001080001DL00310200${text}`),
      fc.string().map((text) => `%${text}?;${text}?#${text}?`),
      fc
        .tuple(fc.nat(LICENCE.length), fc.string())
        .map(([at, text]) => LICENCE.slice(0, at) + text + LICENCE.slice(at + text.length)),
    );

    fc.assert(
      fc.property(noise, (raw) => {
        try {
          ScannedDocument.parse(readScan(raw));
        } catch (error) {
          expect(error).toBeInstanceOf(ScanUnreadable);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it is longer than any licence', () => {
    expect(() => readScan(LICENCE.padEnd(5_000, ' '))).toThrow(ScanUnreadable);
  });
});
