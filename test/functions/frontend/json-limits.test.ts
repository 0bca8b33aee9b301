import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { structuralFault } from '../../../functions/frontend/json-limits.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const named = (names: number) => JSON.stringify(Object.fromEntries(Array.from({ length: names }, (_, n) => [n, 0])));

/** Whether any object within the value has more than `most` names, counted over all of them. */
function namesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, one) => sum + namesOf(one), own);
}

describe('the structure of a JSON text', () => {
  it('may nest sixteen levels deep and no deeper', () => {
    expect(structuralFault(nested(16))).toBeUndefined();
    expect(structuralFault(nested(17))).toMatch(/deeper than 16/);
    expect(structuralFault('{"a":'.repeat(17))).toMatch(/deeper than 16/);
  });

  it('may have sixty-four names and no more, over all its objects', () => {
    const two = (names: number) => `[${named(names)},${named(names)}]`;

    expect(structuralFault(named(64))).toBeUndefined();
    expect(structuralFault(named(65))).toMatch(/more than 64/);
    expect(structuralFault(two(32))).toBeUndefined();
    expect(structuralFault(two(33))).toMatch(/more than 64/);
  });

  it.each(['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{"x":[{"a":1,"a":1}]}', '{"__proto__":1,"__proto__":2}'])(
    'may not have a name twice in one object, as %s',
    (text) => {
      expect(structuralFault(text)).toMatch(/twice/);
    },
  );

  it.each(['{"a":{"a":1},"b":"a"}', '[{"a":1},{"a":1}]', '{"a":"{\\"a\\":{\\"a\\":1}}"}', '{"a":":","b":"a"}'])(
    'may have the same word in other places, as %s',
    (text) => {
      expect(structuralFault(text)).toBeUndefined();
    },
  );

  it('does not count what is inside strings', () => {
    const text = JSON.stringify({ credential: '[{"\\'.repeat(1_000) });

    expect(structuralFault(text)).toBeUndefined();
  });

  it('is found in order in all that has few names and is shallow', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
        const text = JSON.stringify(value);

        expect(structuralFault(text) === undefined).toBe(namesOf(JSON.parse(text)) <= 64);
      }),
    );
  });

  it('is told of whatever comes, in time that grows with its length alone', () => {
    const hostile = [`"${'\\"'.repeat(8_000)}`, '"'.repeat(16_000), '"\\'.repeat(8_000), `${'"a":'.repeat(4_000)}`];
    const before = performance.now();

    for (const text of hostile) {
      try {
        structuralFault(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }

    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
