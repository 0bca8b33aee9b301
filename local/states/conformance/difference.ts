import { isObject, type Json, parseJson } from '../json.ts';

/** Matches any value; inside a longer text any run of characters, and as a key any further members. */
const ANY = '__ANY__';

function textMatches(expected: string, actual: string): boolean {
  const parts = expected.split(ANY).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(actual);
}

const shown = (value: Json | undefined): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 400);

/**
 * The first difference between a recorded value and the one at hand, with its path; undefined where they agree.
 * A text that should hold JSON may be written as that JSON.
 */
export function difference(expected: Json, actual: Json | undefined, path: string): string | undefined {
  if (expected === ANY) return undefined;
  if (typeof expected === 'string' && typeof actual === 'string') {
    return textMatches(expected, actual) ? undefined : `${path}: expected ${shown(expected)}, got ${shown(actual)}`;
  }
  if (typeof expected === 'object' && expected !== null && typeof actual === 'string') {
    const parsed = parseJson(actual);
    if (typeof parsed === 'object') return difference(expected, parsed, path);
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return `${path}: expected ${shown(expected)}, got ${shown(actual)}`;
    return first(expected.map((item, index) => difference(item, actual[index], `${path}[${index}]`)));
  }
  if (isObject(expected) && isObject(actual)) {
    const keys = Object.keys(ANY in expected ? expected : { ...expected, ...actual });
    return first(
      keys
        .filter((key) => key !== ANY)
        .map((key) => {
          const member = expected[key];
          if (member === undefined) return `${path}.${key}: expected nothing, got ${shown(actual[key])}`;
          return actual[key] === undefined
            ? `${path}.${key}: expected ${shown(member)}, got nothing`
            : difference(member, actual[key], `${path}.${key}`);
        }),
    );
  }
  return expected === actual ? undefined : `${path}: expected ${shown(expected)}, got ${shown(actual)}`;
}

function first(differences: Array<string | undefined>): string | undefined {
  return differences.find((found) => found !== undefined);
}
