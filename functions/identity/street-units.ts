import { SUFFIX, UNIT_ALONE, UNIT_NAMED } from './street-words.ts';

/** What a part of a building is called: "4", "4B", "B", "B4", "12A". */
const NAMES_A_UNIT = /^#?(\d+[A-Z]?|[A-Z]\d*|[A-Z]{1,2}\d+[A-Z]?)$/;
/** What can hardly be anything else, also where nothing says that it is a unit. */
const LOOKS_LIKE_UNIT = /^(\d+[A-Z]|[A-Z]\d+)$/;
/** "HWY 1A" is a highway. */
const NUMBERED = new Set(['HWY', 'RTE', 'RD']);
const FLOORS = new Set(['FL', 'FLOOR', 'FLR']);

/** How many words at the end name a part of the building, if what stands before them is a number and a street. */
function unitLength(words: string[]): number {
  const [last = '', before = '', third = ''] = words.toReversed();
  if (words.length > 4 && UNIT_NAMED.has(third) && before === '#') return 3;
  if (words.length > 3 && UNIT_NAMED.has(before) && NAMES_A_UNIT.test(last)) return 2;
  if (words.length > 3 && FLOORS.has(last) && /^\d+(ST|ND|RD|TH)$/.test(before)) return 2;
  if (words.length > 2 && last.startsWith('#')) return 1;
  if (words.length > 3 && UNIT_ALONE.has(last)) return 1;
  const standard = SUFFIX.get(before);
  return words.length > 3 && standard && !NUMBERED.has(standard) && LOOKS_LIKE_UNIT.test(last) ? 1 : 0;
}

/** The address without parts of the building at its end, as long as a street is left: "12 FRONT ST" stays. */
export function withoutUnits(words: string[]): string[] {
  const length = unitLength(words);
  return length > 0 ? withoutUnits(words.slice(0, -length)) : words;
}

/** "APT 4B, 123 MAIN ST": some write the unit first. */
export function withoutLeadingUnit(words: string[]): string[] {
  const [first = '', second = ''] = words;
  if (UNIT_NAMED.has(first) && NAMES_A_UNIT.test(second)) return words.slice(2);
  return first.startsWith('#') && first.length > 1 ? words.slice(1) : words;
}

/** Whether a part between commas is a unit and nothing else. */
export function isUnitAlone(words: string[]): boolean {
  return words.length === 1 && /^#?(\d+[A-Z]?|[A-Z]\d+)$/.test(words[0] ?? '');
}
