import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateIn, hasExpired, isFromTheFuture, isStale } from '../../../functions/identity/credential-rules.ts';
import { credential, DOCUMENT } from './identity-keys.ts';

const sealed = credential('2026-05-01T10:00:00.000Z');
const at = (instant: string) => Date.parse(instant);

describe('the age of a scan', () => {
  it('may be ten minutes and no more', () => {
    expect(isStale(sealed, at('2026-05-01T10:10:00.000Z'))).toBe(false);
    expect(isStale(sealed, at('2026-05-01T10:10:00.001Z'))).toBe(true);
  });

  it('may be two minutes short of nothing, for a clock that runs ahead', () => {
    expect(isFromTheFuture(sealed, at('2026-05-01T09:58:00.000Z'))).toBe(false);
    expect(isFromTheFuture(sealed, at('2026-05-01T09:57:59.999Z'))).toBe(true);
  });
});

describe('the date in a city', () => {
  it.each([
    ['America/New_York', '2026-05-01T03:59:59.999Z', '2026-04-30'],
    ['America/New_York', '2026-05-01T04:00:00.000Z', '2026-05-01'],
    ['Pacific/Auckland', '2026-04-30T12:00:00.000Z', '2026-05-01'],
    ['UTC', '2026-12-31T23:59:59.999Z', '2026-12-31'],
  ])('in %s at %s is %s', (zone, instant, date) => {
    expect(dateIn(zone, at(instant))).toBe(date);
  });

  it('is the date of the instant itself in UTC', () => {
    const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (day) => {
        expect(dateIn('UTC', day.getTime())).toBe(day.toISOString().slice(0, 10));
      }),
    );
  });
});

describe('the expiry of a document', () => {
  it('is the end of the day that is printed on it', () => {
    const until = (expiresOn: string) => credential(sealed.sealedAt, { document: { ...DOCUMENT, expiresOn } });

    expect(hasExpired(until('2026-05-01'), '2026-05-01')).toBe(false);
    expect(hasExpired(until('2026-04-30'), '2026-05-01')).toBe(true);
  });
});
