import { type ParsedLicense, parse } from 'aamva-parser';
import { ScanUnreadable } from './scan-unreadable.ts';
import type { UncheckedDocument } from './unchecked-document.ts';

/**
 * AAMVA DL/ID Card Design Standard, annex D: `@`, separators, file type, issuer, version, and from version 2 on
 * the jurisdiction's version; then the number of subfiles. Files of version 1 were also begun with "AAMVA".
 */
const HEADER = /^@[\s\p{Cc}]*(?:ANSI |AAMVA)(\d{6})(\d{2})(?:(?<=01)|\d{2})(\d{2})/u;
/** Each subfile's type, offset and length. The text is split by its own separators, since offsets are often wrong. */
const DESIGNATOR_LENGTH = 10;
const ELEMENT = /^(?:DL|ID)?(D[A-Z]{2})(.*)$/;

/**
 * Reads the text of a PDF417 barcode.
 *
 * `aamva-parser` knows what elements mean in which version, but looks for an element's id anywhere in the text:
 * in `DCSADAIR` it finds the city `R`. Each element is therefore handed over alone.
 *
 * @throws ScanUnreadable
 */
export function readPdf417(raw: string): UncheckedDocument {
  const header = HEADER.exec(raw);
  if (!header) throw new ScanUnreadable('That does not look like a driver’s licence. Please scan its barcode again.');
  const [head, iin = '', version = '', subfiles = '0'] = header;
  const elements = elementsOf(raw.slice(head.length + DESIGNATOR_LENGTH * Number(subfiles)));
  const read = <Field extends keyof ParsedLicense>(id: string, field: Field): ParsedLicense[Field] | undefined => {
    const value = elements.get(id);
    return value ? parse(`@\nANSI ${iin}${version}0001\n${id}${value}`)[field] : undefined;
  };
  return {
    iin,
    number: (version === '01' && read('DBJ', 'driversLicenseId')) || elements.get('DAQ'),
    expiresOn: dateText(elements.get('DBA') && parse(expiryAlone(elements.get('DBA') ?? '')).expirationDate),
    address: {
      street: read('DAG', 'streetAddress'),
      city: read('DAI', 'city'),
      postalCode: read('DAK', 'postalCode'),
      state: read('DAJ', 'state'),
    },
  };
}

function elementsOf(subfiles: string): Map<string, string> {
  const elements = new Map<string, string>();
  for (const line of subfiles.split(/\p{Cc}+/u)) {
    const [, id, value] = ELEMENT.exec(line.trim()) ?? [];
    if (id && value && !elements.has(id)) elements.set(id, value.trim());
  }
  return elements;
}

/** The parser reads MMDDCCYY only; Canada and version 1 write CCYYMMDD, told by a "month" of 19 or 20. */
function expiryAlone(date: string): string {
  const digits = /^(?:19|20)\d{6}$/.test(date) ? date.slice(4) + date.slice(0, 4) : date;
  return `@\nANSI 636000080001\nDBA${digits}`;
}

/** The parser gives a date in local time. */
function dateText(date: Date | null | undefined | ''): string | undefined {
  if (!date) return undefined;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
