import { ScannedDocument } from '../../functions/identity/contract.ts';
import { readMagneticStripe } from './magnetic-stripe.ts';
import { readPdf417 } from './pdf417.ts';
import { ScanUnreadable } from './scan-unreadable.ts';

/** A licence's barcode holds some hundred characters; this is far beyond any. */
export const RAW_LENGTH_MAX = 4_096;

/**
 * Reads what the scanner gave, the text of a PDF417 barcode or the tracks of a magnetic stripe, down to what
 * identity needs.
 *
 * @throws ScanUnreadable with a message for the rider.
 */
export function readScan(raw: string): ScannedDocument {
  if (raw.length > RAW_LENGTH_MAX) throw new ScanUnreadable('That is too much to be a driver’s licence.');
  const found = raw.startsWith('%') ? readMagneticStripe(raw) : readPdf417(raw);
  const { street, city, postalCode, state } = found.address;
  const document = ScannedDocument.safeParse({
    iin: found.iin,
    number: found.number?.toUpperCase().replace(/[^A-Z0-9]/g, ''),
    expiresOn: found.expiresOn,
    address: { street: text(street), city: text(city), postalCode: text(postalCode), state: text(state) },
  });
  if (document.success) return document.data;
  // The schema's own words would name fields, and with them parts of a person's card.
  throw new ScanUnreadable('Part of the licence is missing. Please hold it flat to the scanner and try again.');
}

function text(value: string | null | undefined): string | undefined {
  return value?.trim();
}
