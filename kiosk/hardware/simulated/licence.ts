/** A person who does not exist, as printed on a licence that does not either. */
export interface LicenceHolder {
  iin: string;
  number: string;
  lastName: string;
  firstName: string;
  /** Dates as YYYY-MM-DD. */
  birth: string;
  issued: string;
  expires: string;
  street: string;
  city: string;
  /** Two letters. */
  state: string;
  postalCode: string;
}

const MMDDCCYY = (date: string) => date.slice(5, 7) + date.slice(8, 10) + date.slice(0, 4);
const two = (part: number | string) => String(part).padStart(2, '0');
const four = (part: number) => String(part).padStart(4, '0');

/** Length of `@`, the separators, the file header and one subfile designator. */
const HEADER_LENGTH = 21;
const DESIGNATOR_LENGTH = 10;

/**
 * The text of a licence's PDF417 barcode (AAMVA DL/ID Card Design Standard, annex D), as of version 8 (2013) unless
 * another from 4 on is asked for.
 */
export function pdf417(holder: LicenceHolder, version = 8): string {
  const elements = [
    `DAQ${holder.number}`,
    `DCS${holder.lastName}`,
    'DDEN',
    `DAC${holder.firstName}`,
    'DDFN',
    'DADNONE',
    'DDGN',
    'DCAD',
    'DCBNONE',
    'DCDNONE',
    `DBD${MMDDCCYY(holder.issued)}`,
    `DBB${MMDDCCYY(holder.birth)}`,
    `DBA${MMDDCCYY(holder.expires)}`,
    'DBC9',
    'DAU070 IN',
    'DAYGRN',
    `DAG${holder.street}`,
    `DAI${holder.city}`,
    `DAJ${holder.state}`,
    `DAK${holder.postalCode.padEnd(9, '0')}`,
    `DCF${holder.number}-01`,
    'DCGUSA',
  ];
  const subfile = `DL${elements.join('\n')}\r`;
  const offset = HEADER_LENGTH + DESIGNATOR_LENGTH;
  const header = `@\n\x1e\rANSI ${holder.iin}${two(version)}0001`;
  return `${header}DL${four(offset)}${four(subfile.length)}${subfile}`;
}

/** Ends a field that may be shorter than its place (same standard, annex on magnetic stripes). */
const upTo = (length: number, text: string) => (text.length < length ? `${text}^` : text.slice(0, length));

/**
 * The three tracks of a licence's magnetic stripe, as a keyboard-wedge reader types them. Its second track holds
 * digits alone, so that only a number without letters can be written.
 */
export function magneticStripe(holder: LicenceHolder): string {
  const expiry = holder.expires.slice(2, 4) + holder.expires.slice(5, 7);
  const name = upTo(35, `${holder.lastName}$${holder.firstName}$`);
  const number = holder.number.slice(0, 13);
  const track1 = `%${holder.state}${upTo(13, holder.city)}${name}${upTo(29, holder.street)}?`;
  const track2 = `;${holder.iin}${number}=${expiry}${holder.birth.replaceAll('-', '')}${holder.number.slice(13)}=?`;
  const track3 = `#! ${holder.postalCode.padEnd(11)}D ${' '.repeat(10)}${' '.repeat(4)} 070   BROGRN?`;
  return `${track1}\n${track2}\n${track3}`;
}
