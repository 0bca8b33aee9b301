import aamva from 'aamva';
import { ScanUnreadable } from './scan-unreadable.ts';
import type { UncheckedDocument } from './unchecked-document.ts';

/** A third track of blanks: many swipes give two, and the parser wants three. */
const BLANK_THIRD_TRACK = `#! ${' '.repeat(11 + 2 + 10 + 4 + 1 + 3 + 3 + 3 + 3)}?`;

/**
 * Reads a swipe of a licence's magnetic stripe (AAMVA DL/ID Card Design Standard, annex on magnetic stripes).
 *
 * @throws ScanUnreadable
 */
export function readMagneticStripe(raw: string): UncheckedDocument {
  const card = tracks(raw);
  // Florida's number is put together by the parser; other issuers continue a long number in the overflow.
  const overflow = card.state === 'FL' ? '' : card.dl_overflow;
  return {
    iin: card.iso_iin,
    number: `${card.id ?? ''}${overflow}`,
    expiresOn: expiry(card.expiration_date, card.birthday),
    address: {
      street: card.address.split('$')[0],
      city: card.city,
      postalCode: card.postal_code.trim(),
      state: card.state,
    },
  };
}

function tracks(raw: string) {
  const text = raw.replace(/[\r\n]+/g, '');
  try {
    return aamva.stripe((text.match(/\?/g) ?? []).length === 2 ? text + BLANK_THIRD_TRACK : text);
  } catch (cause) {
    // The parser reads fields of a match that it has not made sure of.
    throw new ScanUnreadable('The stripe could not be read. Please swipe the card again, in one steady motion.', {
      cause,
    });
  }
}

/**
 * YYMM, with months beyond the calendar (same annex): 77 never expires; 88 lasts to the end of the birth month in
 * the year after; 99 lasts to the birthday in that year. Otherwise the month's last day counts.
 */
function expiry(text: string, birthday: string | undefined): string | undefined {
  // The parser turns round what it takes for a date in another order; the original is at the end of what it makes.
  const [, yy, mm] = /(\d{2})(\d{2})$/.exec(text) ?? [];
  const [, birthMonth, birthDay] = /^\d{4}(\d{2})(\d{2})$/.exec(birthday ?? '') ?? [];
  if (!yy || !mm) return undefined;
  const year = 2000 + Number(yy);
  if (mm === '77') return '9999-12-31';
  if (mm === '99') return birthMonth && `${year}-${birthMonth}-${birthDay}`;
  if (mm === '88') return birthMonth && endOfMonth(year + 1, Number(birthMonth));
  return endOfMonth(year, Number(mm));
}

function endOfMonth(year: number, month: number): string | undefined {
  if (month < 1 || month > 12) return undefined;
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
