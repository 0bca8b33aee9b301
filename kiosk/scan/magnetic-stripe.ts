import aamva from 'aamva';
import { NEVER } from './document-date.ts';
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
  return {
    iin: card.iso_iin,
    number: numberOf(card),
    expiresOn: expiry(card.expiration_date, card.birthday),
    address: {
      street: card.address.split('$')[0],
      city: card.city,
      postalCode: card.postal_code.trim(),
      state: card.state,
    },
  };
}

/** The third track is read where it is as the standard has it: issuers fill it in many ways, and it has little to say. */
function tracks(raw: string): ReturnType<typeof aamva.stripe> {
  const found = raw.replace(/[\r\n]+/g, '').match(/[^?]*\?/g) ?? [];
  try {
    return aamva.stripe(found.slice(0, 3).join(''));
  } catch {
    // The parser reads fields of a match that it has not made sure of.
  }
  try {
    return aamva.stripe([...found.slice(0, 2), BLANK_THIRD_TRACK].join(''));
  } catch (cause) {
    throw new ScanUnreadable('The stripe could not be read. Please swipe the card again, in one steady motion.', {
      cause,
    });
  }
}

/** A stripe has no letters in its number. Florida writes its first one as its place in the alphabet, 01 to 26. */
function numberOf({ state, id, dl_overflow: overflow }: ReturnType<typeof aamva.stripe>): string | undefined {
  // Florida's number is put together by the parser; other issuers continue a long number in the overflow.
  if (state !== 'FL') return `${id ?? ''}${overflow}`;
  return id && /^[A-Z]/.test(id) ? id : undefined;
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
  if (mm === '77') return NEVER;
  if (mm === '99') return birthMonth && `${year}-${birthMonth}-${birthDay}`;
  if (mm === '88') return birthMonth && endOfMonth(year + 1, Number(birthMonth));
  return endOfMonth(year, Number(mm));
}

function endOfMonth(year: number, month: number): string | undefined {
  if (month < 1 || month > 12) return undefined;
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
