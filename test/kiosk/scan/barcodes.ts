import fc from 'fast-check';

/** A card as its issuer prints it, of any version of the standard. */
export interface Card {
  version: number;
  country: 'USA' | 'CAN';
  type: 'DL' | 'ID';
  iin: string;
  number: string;
  lastName: string;
  firstName: string;
  /** YYYY-MM-DD, or NONE where the card does not expire. */
  expires: string;
  birth: string;
  street: string;
  city: string;
  state: string;
  postalCode: string;
  /** The order of its elements: issuers differ. */
  order: number[];
}

const two = (part: number) => String(part).padStart(2, '0');
const four = (part: number) => String(part).padStart(4, '0');

function dateOf(date: string, { version, country }: Card): string {
  if (date === 'NONE') return date;
  const [year, month, day] = date.split('-');
  return version === 1 || country === 'CAN' ? `${year}${month}${day}` : `${month}${day}${year}`;
}

/** Names as each version has them: one line at first, then given names together, then each by itself. */
function names({ version, lastName, firstName }: Card): string[] {
  if (version === 1) return [`DAA${lastName},${firstName}`];
  return version <= 3 ? [`DCS${lastName}`, `DCT${firstName}`] : [`DCS${lastName}`, `DAC${firstName}`, 'DADNONE'];
}

function elements(card: Card): string[] {
  const { version, number, expires, birth, street, city, state, postalCode, country } = card;
  const all = [
    ...names(card),
    ...[`DAG${street}`, `DAI${city}`, `DAJ${state}`, `DAK${postalCode}`],
    version === 1 ? `DBJ${number}` : `DAQ${number}`,
    ...[`DBA${dateOf(expires, card)}`, `DBB${dateOf(birth, card)}`],
    ...(version >= 2 ? [`DCG${country}`, 'DCF0123456789'] : []),
    ...(version >= 5 ? ['DDEN', 'DDFN', 'DDGN'] : []),
    ...(version >= 8 ? ['DDAF', 'DDD0'] : []),
  ];
  return all
    .map((line, index) => ({ line, at: card.order[index] ?? index }))
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line);
}

/** The text of a card's barcode, with a subfile of its jurisdiction's after it where `jurisdiction` says so. */
export function barcodeOf(card: Card, jurisdiction = ''): string {
  const { version, iin, type } = card;
  const subfile = `${type}${elements(card).join('\n')}\r`;
  const count = jurisdiction ? 2 : 1;
  const header = `@\n\x1e\rANSI ${iin}${two(version)}${version === 1 ? '' : '01'}${two(count)}`;
  const offset = header.length + 10 * count;
  const designator = `${type}${four(offset)}${four(subfile.length)}`;
  const theirs = jurisdiction && `ZV${four(offset + subfile.length)}${four(jurisdiction.length)}`;
  return `${header}${designator}${theirs}${subfile}${jurisdiction}`;
}

const word = fc.stringMatching(/^[A-Z]{2,12}( [A-Z]{2,8})?$/);
const day = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2098-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

/** Cards of people and places that are often called like elements of the standard. */
export const cards = (change: Partial<Card> = {}): fc.Arbitrary<Card> =>
  fc
    .record({
      version: fc.integer({ min: 1, max: 10 }),
      country: fc.constantFrom<Card['country']>('USA', 'CAN'),
      type: fc.constantFrom<Card['type']>('DL', 'ID'),
      iin: fc.stringMatching(/^63[0-9]{4}$/),
      number: fc.stringMatching(/^[A-Z]?[0-9]{6,14}$/),
      lastName: fc.oneof(word, fc.constantFrom('DAQUIRI', 'DBADAK', 'NONE')),
      firstName: word,
      expires: fc.oneof(day, fc.constant('NONE')),
      birth: day,
      street: fc.tuple(fc.integer({ min: 1, max: 9999 }), word).map(([number, name]) => `${number} ${name} ST`),
      city: fc.oneof(word, fc.constantFrom('DAJVILLE', 'DAGNY')),
      state: fc.stringMatching(/^[A-Z]{2}$/),
      postalCode: fc.stringMatching(/^[0-9]{9}$/),
      order: fc.array(fc.integer(), { minLength: 20, maxLength: 20 }),
    })
    .map((card) => ({ ...card, ...change }));

/** What a kiosk is to read off the card. */
export const readingOf = ({ iin, number, expires, street, city, postalCode, state }: Card) => ({
  ...{ iin, number, expiresOn: expires === 'NONE' ? '9999-12-31' : expires },
  address: { street, city, postalCode, state },
});
