import { equal, isObject, type Json, type JsonObject, member } from './json.ts';

/**
 * One section of a shadow, desired or reported: its attributes, and in the same shape when each was last set, as
 * `{timestamp}` in seconds since the epoch ("Device Shadow service documents", AWS IoT Core developer guide).
 */
export interface Section {
  values: JsonObject;
  stamps: JsonObject;
}

export const emptySection: Section = { values: {}, stamps: {} };

export const isEmpty = ({ values }: Section): boolean => Object.keys(values).length === 0;

/** The timestamps of a value that was set at `at`: one for each attribute, and one for each item of an array. */
export function stampsOf(value: Json, at: number): Json {
  if (Array.isArray(value)) return value.map((item) => stampsOf(item, at));
  if (!isObject(value)) return { timestamp: at };
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, stampsOf(inner, at)]));
}

const objectOr = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/**
 * The section after an update: attributes that the patch names are set, those that it sets to null are deleted,
 * objects are merged, arrays replaced. An object that is left without attributes is dropped.
 */
export function merge(section: Section, patch: JsonObject, at: number): Section {
  const values = new Map(Object.entries(section.values));
  const stamps = new Map(Object.entries(section.stamps));
  for (const [name, wanted] of Object.entries(patch)) {
    const merged = mergeAttribute(section, name, wanted, at);
    if (merged === undefined) {
      values.delete(name);
      stamps.delete(name);
    } else {
      values.set(name, merged.value);
      stamps.set(name, merged.stamp);
    }
  }
  return { values: Object.fromEntries(values), stamps: Object.fromEntries(stamps) };
}

function mergeAttribute(section: Section, name: string, wanted: Json, at: number) {
  if (wanted === null) return undefined;
  if (!isObject(wanted)) return { value: wanted, stamp: stampsOf(wanted, at) };
  const before = member(section.values, name);
  const base = isObject(before) ? { values: before, stamps: objectOr(member(section.stamps, name)) } : emptySection;
  const merged = merge(base, wanted, at);
  return isEmpty(merged) ? undefined : { value: merged.values, stamp: merged.stamps };
}

/** What the desired section wants and the reported one does not have, with the desired section's timestamps. */
export function difference(desired: Section, reported: JsonObject): Section {
  const values: Array<[string, Json]> = [];
  const stamps: Array<[string, Json]> = [];
  for (const [name, wanted] of Object.entries(desired.values)) {
    const present = member(reported, name);
    const stamp = member(desired.stamps, name) ?? {};
    if (isObject(wanted) && isObject(present)) {
      const inner = difference({ values: wanted, stamps: objectOr(stamp) }, present);
      if (isEmpty(inner)) continue;
      values.push([name, inner.values]);
      stamps.push([name, inner.stamps]);
    } else if (!equal(wanted, present)) {
      values.push([name, wanted]);
      stamps.push([name, stamp]);
    }
  }
  return { values: Object.fromEntries(values), stamps: Object.fromEntries(stamps) };
}
