import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { magneticStripe } from '../../../kiosk/hardware/simulated/licence.ts';
import { readScan } from '../../../kiosk/scan/read-scan.ts';
import { ScanUnreadable } from '../../../kiosk/scan/scan-unreadable.ts';
import { HOLDER } from '../support/people.ts';
import { barcodeOf, type Card, cards, readingOf } from './barcodes.ts';

const VERSIONS = Array.from({ length: 10 }, (_, index) => index + 1);

/** What a scan comes to: what was read, or all that is said of why it was not. */
function outcome(raw: string) {
  try {
    return { read: readScan(raw), said: '' };
  } catch (error) {
    if (!(error instanceof ScanUnreadable)) throw error;
    return { read: undefined, said: `${error.message} ${error.stack} ${error.cause}` };
  }
}

const SAMPLE: Card = {
  ...{ version: 8, country: 'USA', type: 'DL', iin: '636001', number: 'Q1234567', order: [] },
  ...{ lastName: 'QUILL', firstName: 'MARTA', expires: '2030-03-07', birth: '1984-03-07' },
  ...{ street: '12 LANTERN ST', city: 'TESTVILLE', state: 'NY', postalCode: '144240000' },
};
const sample = (change: Partial<Card>) => barcodeOf({ ...SAMPLE, ...change });

describe('a card’s barcode', () => {
  it.each(VERSIONS)('is read back of version %d, of either country, licence or ID card, in any order', (version) => {
    fc.assert(
      fc.property(
        cards({ version }),
        fc.constantFrom('', 'ZVZVA01\r', 'ZVZVADAQX9999999\nZVBDBA\r'),
        (card, theirs) => {
          expect(readScan(barcodeOf(card, theirs))).toEqual(readingOf(card));
        },
      ),
    );
  });

  it('is read as a whole or not at all, wherever it breaks off', () => {
    fc.assert(
      fc.property(cards(), fc.double({ min: 0, max: 1, noNaN: true }), (card, part) => {
        const raw = barcodeOf(card);

        const { read, said } = outcome(raw.slice(0, Math.floor(raw.length * part)));

        if (read) expect(read).toEqual(readingOf(card));
        for (const secret of [card.number, card.street, card.lastName]) expect(said).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it('is read without the last separator, which some scanners drop', () => {
    const order = [...Array(20).keys()].toReversed();

    expect(readScan(sample({ order }).trimEnd()).number).toBe('Q1234567');
  });

  it('gives the place where the holder lives, where version 1 has letters go elsewhere', () => {
    const raw = sample({ version: 1, street: 'PO BOX 12' }).replace(
      'DAGPO',
      'DAL5 MILL LN\nDANHAVENBROOK\nDAONY\nDAP144000000\nDAGPO',
    );

    expect(readScan(raw).address).toEqual({
      ...{ street: '5 MILL LN', city: 'HAVENBROOK', state: 'NY', postalCode: '144000000' },
    });
  });

  it.each(['NONE', 'unavl'])('of an address that is %j has none, and is read all the same', (street) => {
    expect(readScan(sample({ street })).address.street).toBe('');
  });

  it('of a visitor for a time is a card like any other', () => {
    expect(readScan(sample({}).replace('DDD0', 'DDD1')).number).toBe('Q1234567');
  });

  it.each<[string, Partial<Card>]>([
    ['has no number', { number: 'NONE' }],
    ['has a number that nobody knows', { number: 'unavl' }],
    ['expires at a time that nobody knows', { expires: 'unavl-unavl-unavl' }],
    ['expires on a day that the calendar lacks', { expires: '2030-02-30' }],
    ['expires in a month that the calendar lacks', { expires: '2030-13-01' }],
  ])('is refused by name, in words for the rider, where it %s', (_, change) => {
    expect(() => readScan(sample(change))).toThrow(ScanUnreadable);
    expect(() => readScan(sample(change))).toThrow(/Please/);
  });

  it('of a vehicle’s registration is told to be another document', () => {
    const raw = sample({}).replaceAll('DL', 'RG');

    expect(() => readScan(raw)).toThrow('That is another document. Please scan a driver’s licence or an ID card.');
  });
});

describe('a card’s stripe', () => {
  const swipe = (change: Partial<typeof HOLDER> = {}) => magneticStripe({ ...HOLDER, number: '123456789', ...change });

  it('is read as a whole or not at all, wherever it breaks off', () => {
    const whole = readScan(swipe());

    for (let length = 0; length < swipe().length; length++) {
      const { read, said } = outcome(swipe().slice(0, length));
      if (read)
        expect({ ...read, address: { ...read.address, postalCode: '' } }).toEqual({
          ...whole,
          address: { ...whole.address, postalCode: '' },
        });
      expect(said).not.toMatch(/QUILL|123456789|LANTERN/);
    }
  });

  it.each([
    ['is the expiry’s', '=300319840307', '=300619849907', '2030-06-30'],
    ['is the expiry’s, on whose birthday it ends', '=300319840307', '=309919849907', undefined],
  ])('whose month of birth is 99 %s', (_, usual, changed, expiresOn) => {
    const { read } = outcome(swipe().replace(usual, changed));

    expect(read?.expiresOn).toBe(expiresOn);
  });

  it('has the same number as the barcode of the same Florida card', () => {
    const florida = { ...SAMPLE, iin: '636010', state: 'FL', number: 'D621720820090', street: '4818 S FEDERAL BLVD' };
    const raw =
      '%FLDELRAY BEACH^DOE$JOHN$^4818 S FEDERAL BLVD^?\n;6360100462172082009=3101198701080=?\n#! 33435      I               1600                                   ECCECC00000?';

    expect(readScan(raw).number).toBe(readScan(barcodeOf(florida)).number);
  });

  it.each(['00', '27', '33', '99'])('is refused where Florida’s letter would be the %sth', (place) => {
    const raw = `%FLDELRAY BEACH^DOE$JOHN$^4818 S FEDERAL BLVD^?\n;636010${place}62172082009=3101198701080=?`;

    expect(() => readScan(raw)).toThrow(ScanUnreadable);
  });

  it('is read though its third track is its issuer’s own', () => {
    const [first, second] = swipe().split('\n');

    expect(readScan(`${first}\n${second}\n%AB 12?`)).toMatchObject({ number: '123456789' });
  });
});
