import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isOversizedText, isSmall, isTooDeepText, type Json } from '../../../local/states/json.ts';

const nested = (levels: number): Json => {
  let value: Json = 'deep';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
};

describe('a value that is found small without being written', () => {
  it('is within the limits, whatever its characters', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    const repeated = fc.tuple(text, fc.nat(60_000)).map(([text, times]): Json => text.repeat(times));
    const value = fc.oneof(
      fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value))),
      repeated,
      fc.array(repeated, { maxLength: 3 }),
      fc.dictionary(text, repeated, { maxKeys: 3 }),
      fc.nat(20_000).map((length): Json => Array.from({ length }, () => -Math.PI * 1e-300)),
      fc.nat(1_200).map(nested),
    );
    let small = 0;
    fc.assert(
      fc.property(value, (value) => {
        if (!isSmall(value)) return;
        small += 1;
        const text = JSON.stringify(value);

        expect(isOversizedText(text) || isTooDeepText(text)).toBe(false);
      }),
      { numRuns: 300 },
    );
    expect(small).toBeGreaterThan(50);
  });

  it.each([[{ rental: 'r-1', bikes: [1, null, true] }], ['x'.repeat(40_000)], [[]], [nested(90)]])(
    'is found among everyday ones',
    (value) => {
      expect(isSmall(value)).toBe(true);
    },
  );

  it.each([['x'.repeat(262_143)], [nested(1_001)], [Array.from({ length: 100_000 }, () => 'bike')]])(
    'is not what is over a limit, or near it',
    (value) => {
      expect(isSmall(value)).toBe(false);
    },
  );
});
