import { ScanUnreadable } from './scan-unreadable.ts';

/** What a barcode says of itself, and its elements by their ids. */
export interface BarcodeElements {
  iin: string;
  /** Of the standard: 1 is of the year 2000, 10 of 2020. */
  version: number;
  elements: Map<string, string>;
}

/**
 * AAMVA DL/ID Card Design Standard, annex D: `@`, separators, file type, issuer, version, and from version 2 on
 * the jurisdiction's version; then the number of subfiles. Files of version 1 were also begun with "AAMVA".
 */
const HEADER = /^@[\s\p{Cc}]*(?:ANSI |AAMVA)(\d{6})(\d{2})(?:(?<=01)|\d{2})(\d{2})/u;
/** Each subfile's type, offset and length. The text is split by its own separators, since offsets are often wrong. */
const DESIGNATOR_LENGTH = 10;
const DESIGNATOR = /([A-Z]{2})(\d{4})(\d{4})/g;
/** A licence, or an identification card: the elements are the same. */
const OURS = ['DL', 'ID'];
const ELEMENT = /^(?:DL|ID)?(D[A-Z]{2})(.*)$/;

/** Where the subfiles end, as their designators have it. */
function declaredEnd(designators: string): number {
  const found = [...designators.matchAll(DESIGNATOR)];
  const types = found.map(([, type = '']) => type);
  // The same barcodes are on vehicles' registrations and titles.
  if (found.length > 0 && !types.some((type) => OURS.includes(type)))
    throw new ScanUnreadable('That is another document. Please scan a driver’s licence or an ID card.');
  return Math.max(0, ...found.map(([, , offset, length]) => Number(offset) + Number(length)));
}

/**
 * Splits a barcode's text into elements. One that nothing ends may be cut off in the middle, and half a number may be
 * somebody else's: it counts only where the text is as long as it says, but for a last separator that a scanner drops.
 *
 * @throws ScanUnreadable
 */
export function barcodeElements(raw: string): BarcodeElements {
  const header = HEADER.exec(raw);
  if (!header) throw new ScanUnreadable('That does not look like a driver’s licence. Please scan its barcode again.');
  const [head, iin = '', version = '', subfiles = '0'] = header;
  const start = head.length + DESIGNATOR_LENGTH * Number(subfiles);
  const isWhole = raw.length >= declaredEnd(raw.slice(head.length, start)) - 1;
  const lines = raw.slice(start).split(/\p{Cc}+/u);
  const elements = new Map<string, string>();
  for (const line of isWhole ? lines : lines.slice(0, -1)) {
    const [, id, value] = ELEMENT.exec(line.trim()) ?? [];
    if (id && value && !elements.has(id)) elements.set(id, value.trim());
  }
  return { iin, version: Number(version), elements };
}
