import { isUnitAlone, withoutLeadingUnit, withoutUnits } from './street-units.ts';
import { DIRECTIONAL, ORDINAL, SUFFIX } from './street-words.ts';

/** An address as a licence or a city's data has it. */
export interface StreetAddress {
  street: string;
  city: string;
  state: string;
  postalCode: string;
}

/** Capital letters without accents; abbreviations and hyphenated numbers as one word: "N.W.", "112-10", "4-B". */
function plain(text: string): string {
  return (
    text
      .replace(/(\d)([¼½¾])/g, '$1 $2')
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/\u2044/g, '/')
      .toUpperCase()
      .replace(/['’`]/g, '')
      .replace(/\b([A-Z])\.(?=[A-Z]\b)/g, '$1')
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      // Queens prints "112-10", and leaves the hyphen out as often.
      .replace(/^\s*(\d+)\s*-\s*(\d+)\b/, '$1$2')
      .replace(/\b(\d+)-([A-Z])\b|\b([A-Z])-(\d+)\b/g, '$1$2$3$4')
      .replace(/\b(APT|UNIT|STE|SUITE|RM|BLDG)#?(\d+[A-Z]?)\b/g, '$1 $2')
      .replace(/#\s+/g, '#')
  );
}

const wordsOf = (text: string) => text.split(/[^A-Z0-9/#]+/).filter((word) => word !== '');

/** Nobody lives in a post office's box, nor at its counter (USPS Publication 28, sections 28 and 26). */
const POSTAL = /\b(P ?O ?B(OX)?|POST OFF(ICE)?|BOX \d+|PMB|GEN(ERAL)? DEL(IVERY)?)\b/;

/** Routes go by a number, and have many names (the same, appendix F). */
const ROUTES: [RegExp, string][] = [
  [/\b(COUNTY|CNTY|CO) (ROAD|RD|HIGHWAY|HWY|ROUTE|RTE|RT)\b(?= \d)/, 'CR'],
  [/\b(STATE|ST) (ROAD|RD|HIGHWAY|HWY|ROUTE|RTE|RT)\b(?= \d)/, 'SR'],
  [/\b(US|U S) (HIGHWAY|HWY|ROUTE|RTE|RT)\b(?= \d)/, 'US'],
];

const withRoutes = (words: string[]) =>
  ROUTES.reduce((line, [names, name]) => line.replace(names, name), words.join(' ')).split(' ');

/** What stands after a comma is a unit, or goes on with the street: "12, MAIN ST" and "12 MAIN ST, NW". */
function oneLine(text: string): string[] {
  const [first = [], ...rest] = text.split(/[,;$\n]/).map(wordsOf);
  return [...first, ...rest.filter((words) => !isUnitAlone(words)).flat()];
}

/** Puts one word in the place of two where `pair` knows them. */
function joined(words: string[], pair: (one: string, two: string, at: number) => string | undefined): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const one = words[at] ?? '';
    const both = pair(one, words[at + 1] ?? '', at);
    out.push(both ?? one);
    if (both) at += 1;
  }
  return out;
}

const standardWord = (word: string) =>
  ORDINAL.get(word) ?? DIRECTIONAL.get(word) ?? SUFFIX.get(word) ?? word.replace(/^(\d+)(ST|ND|RD|TH)$/, '$1');

function standardWords(words: string[]): string[] {
  const standard = joined(words, (one, two) => ORDINAL.get(`${one} ${two}`)).map(standardWord);
  // "N W" is "NW", unless the second letter is what the street is called: "N E ST".
  const nameAt = SUFFIX.has(standard.at(-1) ?? '') ? standard.length - 2 : standard.length;
  return joined(standard, (one, two, at) =>
    /^[NS]$/.test(one) && /^[EW]$/.test(two) && at + 1 !== nameAt ? one + two : undefined,
  );
}

/**
 * The one form in which all usual spellings of a street address are the same (after USPS Publication 28): the number
 * and the street, without the part of the building. It serves to compare, and is no longer fit for a letter.
 *
 * @returns undefined for a post box, and where there is no house number or no street.
 */
export function normalStreet(street: string): string | undefined {
  const text = plain(street);
  if (POSTAL.test(wordsOf(text).join(' '))) return undefined;
  const normal = standardWords(withRoutes(withoutUnits(withoutLeadingUnit(oneLine(text)))));
  return /^\d/.test(normal[0] ?? '') && normal.length > 1 ? normal.join(' ') : undefined;
}

/** The five digits of a ZIP code, with or without the four after; other countries' codes without their blanks. */
function normalPostalCode(postalCode: string): string {
  const text = plain(postalCode).replace(/[^A-Z0-9]/g, '');
  const code = /^(\d{5})(\d{4})?$/.exec(text)?.[1] ?? text;
  return code === '00000' ? '' : code;
}

/**
 * The texts by which an address is known: its street in its postal code, and in its city. One of them is enough, since
 * a stripe may lack the postal code, and a licence may name a part of the city, or what the post calls it.
 *
 * @returns none where nobody can live there.
 */
export function addressTexts({ street, city, state, postalCode }: StreetAddress): string[] {
  const normal = normalStreet(street);
  if (!normal) return [];
  const code = normalPostalCode(postalCode);
  const place = standardWords(wordsOf(plain(city))).join(' ');
  const region = plain(state).replace(/[^A-Z]/g, '');
  return [...(code ? [`${normal}|${code}`] : []), ...(place && region ? [`${normal}|${place}|${region}`] : [])];
}
