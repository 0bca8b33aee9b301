import { describe, expect, it } from '@jest/globals';
import { magneticStripe } from '../../../kiosk/hardware/simulated/licence.ts';
import { readScan } from '../../../kiosk/scan/read-scan.ts';
import { ScanUnreadable } from '../../../kiosk/scan/scan-unreadable.ts';
import { HOLDER } from '../support/people.ts';

describe('a swipe of a magnetic stripe', () => {
  it('is read', () => {
    const document = readScan(magneticStripe({ ...HOLDER, number: '123456789' }));

    expect(document).toEqual({
      iin: '636001',
      number: '123456789',
      expiresOn: '2030-03-31',
      address: { street: '12 LANTERN ST', city: 'TESTVILLE', postalCode: '14424', state: 'NY' },
    });
  });

  it('is read of a Florida card, whose number hides a letter', () => {
    const raw =
      '%FLDELRAY BEACH^DOE$JOHN$^4818 S FEDERAL BLVD^           ?\n;6360100462172082009=3101198799080=?\n#! 33435      I               1600                                   ECCECC00000?';

    const document = readScan(raw);

    expect(document).toMatchObject({ iin: '636010', number: 'D621720820090', expiresOn: '2031-01-31' });
    expect(JSON.stringify(document)).not.toMatch(/DOE|JOHN|1987/);
  });

  it('is read from two tracks, without the postal code of the third', () => {
    const [first, second] = magneticStripe({ ...HOLDER, number: '123456789' }).split('\n');

    const document = readScan(`${first}\n${second}`);

    expect(document).toMatchObject({ number: '123456789', address: { postalCode: '', city: 'TESTVILLE' } });
  });

  it.each([
    ['77, which never comes', '3077', '9999-12-31'],
    ['88, which is the end of the birth month a year later', '3088', '2031-03-31'],
    ['99, which is the birthday', '3099', '2030-03-07'],
    ['a year before 2013, which the parser takes for a month', '1109', '2011-09-30'],
    ['an ordinary month', '3102', '2031-02-28'],
  ])('understands an expiry month of %s', (_what, expiry, expiresOn) => {
    const raw = magneticStripe({ ...HOLDER, number: '123456789' }).replace('=3003', `=${expiry}`);

    expect(readScan(raw).expiresOn).toBe(expiresOn);
  });

  it('continues a number that is longer than its place', () => {
    const document = readScan(magneticStripe({ ...HOLDER, number: '123456789012345' }));

    expect(document.number).toBe('123456789012345');
  });

  it.each(['%', '%NY?', '%E?', '%NYTESTVILLE^QUILL$MARTA$^12 LANTERN ST^?', ';636001?', '%???'])(
    'is refused by name when it is %j',
    (raw) => {
      expect(() => readScan(raw)).toThrow(ScanUnreadable);
    },
  );
});
