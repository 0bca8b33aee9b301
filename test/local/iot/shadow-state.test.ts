import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { equal, isObject, type Json, type JsonObject, member } from '../../../local/iot/json.ts';
import { difference, emptySection, isEmpty, merge, stampsOf } from '../../../local/iot/shadow-state.ts';

const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor');
const scalar = fc.oneof(fc.boolean(), fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y'));

/** Documents as devices write them; `withNull` adds what deletes. */
const objects = (withNull: boolean): fc.Arbitrary<JsonObject> => {
  const leaf: fc.Arbitrary<Json> = withNull ? fc.oneof(scalar, fc.constant(null)) : scalar;
  return fc.letrec<{ object: JsonObject; value: Json }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(scalar, { maxLength: 2 }), tie('object')),
    object: fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
  })).object;
};
const patch = objects(true);
const section = fc
  .array(patch, { maxLength: 4 })
  .map((patches) => patches.reduce((s, p) => merge(s, p, 1), emptySection));

/** Whether everything that `wanted` says is so in `present`: written apart from the delta that it judges. */
function holds(wanted: Json, present: Json | undefined): boolean {
  if (!isObject(wanted)) return equal(wanted, present);
  return isObject(present) && Object.entries(wanted).every(([key, value]) => holds(value, member(present, key)));
}

function hasEmptyObject(value: Json): boolean {
  return (
    isObject(value) &&
    Object.values(value).some((inner) => (isObject(inner) && Object.keys(inner).length === 0) || hasEmptyObject(inner))
  );
}

describe('merging an update into a shadow', () => {
  it('sets, replaces and deletes', () => {
    const before = merge(emptySection, { color: 'red', size: { w: 1, h: 2 }, list: [1, 2] }, 10);

    const after = merge(before, { color: null, size: { h: 3 }, list: [9] }, 20);

    expect(after.values).toEqual({ size: { w: 1, h: 3 }, list: [9] });
    expect(after.stamps).toEqual({
      size: { w: { timestamp: 10 }, h: { timestamp: 20 } },
      list: [{ timestamp: 20 }],
    });
  });

  it('changes nothing when it is replayed', () => {
    fc.assert(
      fc.property(section, patch, (before, update) => {
        const once = merge(before, update, 2);

        expect(merge(once, update, 2)).toEqual(once);
      }),
    );
  });

  it('leaves what the update does not name as it was', () => {
    fc.assert(
      fc.property(section, patch, (before, update) => {
        const after = merge(before, update, 2);

        for (const key of Object.keys(before.values).filter((each) => !Object.hasOwn(update, each))) {
          expect(member(after.values, key)).toEqual(member(before.values, key));
          expect(member(after.stamps, key)).toEqual(member(before.stamps, key));
        }
      }),
    );
  });

  it('keeps no null and no empty object, and a timestamp for each attribute', () => {
    fc.assert(
      fc.property(section, patch, (before, update) => {
        const { values, stamps } = merge(before, update, 2);

        expect(JSON.stringify(values)).not.toContain('null');
        expect(hasEmptyObject(values)).toBe(false);
        expect(JSON.parse(JSON.stringify(stamps).replaceAll(/"timestamp":\d/g, '"timestamp":0'))).toEqual(
          stampsOf(values, 0),
        );
      }),
    );
  });
});

describe('the delta', () => {
  it('is empty exactly when all that is desired is reported', () => {
    fc.assert(
      fc.property(section, section, (desired, reported) => {
        const delta = difference(desired, reported.values);

        expect(isEmpty(delta)).toBe(holds(desired.values, reported.values));
      }),
    );
  });

  it('is gone once the device reports it', () => {
    fc.assert(
      fc.property(section, section, (desired, reported) => {
        const delta = difference(desired, reported.values);

        const obeyed = merge(reported, delta.values, 3);

        expect(isEmpty(difference(desired, obeyed.values))).toBe(true);
      }),
    );
  });

  it('holds nothing that is not desired, with the timestamps of when it was', () => {
    fc.assert(
      fc.property(section, section, (desired, reported) => {
        const delta = difference(desired, reported.values);

        expect(holds(delta.values, desired.values)).toBe(true);
        expect(holds(delta.stamps, desired.stamps)).toBe(true);
      }),
    );
  });
});
