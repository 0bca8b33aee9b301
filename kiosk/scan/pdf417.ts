import { type ParsedLicense, parse } from 'aamva-parser';
import { documentDate, NEVER } from './document-date.ts';
import { barcodeElements } from './pdf417-elements.ts';
import type { UncheckedDocument } from './unchecked-document.ts';

/** What stands in a mandatory element without a value: it does not apply, or is not known (annex D.12.2). */
const NO_VALUE = /^(?:NONE|UNAVL|UNAVAIL)$/i;

/**
 * Reads the text of a PDF417 barcode, of any version of the AAMVA DL/ID Card Design Standard.
 *
 * `aamva-parser` knows what elements mean in which version, but looks for an element's id anywhere in the text:
 * in `DCSADAIR` it finds the city `R`. Each element is therefore handed over alone.
 *
 * @throws ScanUnreadable
 */
export function readPdf417(raw: string): UncheckedDocument {
  const { iin, version, elements } = barcodeElements(raw);
  const isFirst = version === 1;
  const value = (id: string) => {
    const text = elements.get(id) ?? '';
    return NO_VALUE.test(text) ? '' : text;
  };
  const read = <Field extends keyof ParsedLicense>(id: string, text: string, field: Field) =>
    text && parse(`@\nANSI ${iin}${String(version).padStart(2, '0')}0001\n${id}${text}`)[field];
  /** Version 1 tells where the holder lives beside where letters go; later ones have one address, which is mandatory. */
  const place = (field: 'streetAddress' | 'city' | 'postalCode' | 'state', id: string, residence: string) => {
    if (!elements.has(id) && !(isFirst && elements.has(residence))) return undefined;
    return read(id, (isFirst && value(residence)) || value(id), field);
  };
  return {
    iin,
    number: (isFirst && read('DBJ', value('DBJ'), 'driversLicenseId')) || value('DAQ'),
    // That it does not apply means that the document does not expire.
    expiresOn: /^NONE$/i.test(elements.get('DBA') ?? '') ? NEVER : documentDate(value('DBA')),
    address: {
      street: place('streetAddress', 'DAG', 'DAL'),
      city: place('city', 'DAI', 'DAN'),
      postalCode: place('postalCode', 'DAK', 'DAP'),
      state: place('state', 'DAJ', 'DAO'),
    },
  };
}
