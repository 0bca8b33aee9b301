import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { fastPath, NOT_FAST } from '../../../../local/states/expressions/fast-path.ts';
import type { JsonObject } from '../../../../local/states/json.ts';
import { seeing } from './seeing.ts';

const NAMES = ['a', 'b', 'input', 'result', 'context', 'constructor', 'length', '__proto__'];
const name = fc.constantFrom(...NAMES);
const root = fc.constantFrom('$states', '$a', '$b', '$missing');
const path = fc.tuple(root, fc.array(name, { maxLength: 4 })).map(([root, names]) => [root, ...names].join('.'));
const literal = fc.oneof(
  fc.constantFrom('true', 'false', 'null', '0', '1.5', '1e21', "''", "'a'", "'10'"),
  fc.integer({ min: 0 }).map(String),
);
const operator = fc.constantFrom('&', '=', '!=', '<', '<=', '>', '>=');

/** Literals and paths, joined and compared with each other, as deep as three operators. */
const { text } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(path, literal),
    fc.tuple(tie('text'), operator, tie('text')).map(([left, sign, right]) => `(${left}) ${sign} (${right})`),
    fc.tuple(fc.oneof(path, literal), operator, fc.oneof(path, literal)).map((parts) => parts.join(' ')),
  ),
}));

/** Values of few kinds, that they be equal now and then; arrays of none and of one among them. */
const scalar = fc.oneof(fc.constantFrom(null, true, false, 0, -0, 1, 1.5, '', 'a', '10'), fc.double({ noNaN: true }));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4 }),
  ),
}));
const object = fc.dictionary(name, value).map((members): JsonObject => JSON.parse(JSON.stringify(members)));

/** How an evaluation ends: its value's text, or the code of its error. */
async function outcomeOf(expression: jsonata.Expression, seen: JsonObject): Promise<string | undefined> {
  try {
    return JSON.stringify(await expression.evaluate(undefined, seen));
  } catch (fault) {
    return `throws ${(fault as { code?: string }).code}`;
  }
}

describe('the fast path', () => {
  it('comes to where JSONata itself would come, or leaves the way to it', async () => {
    let fast = 0;
    await fc.assert(
      fc.asyncProperty(text, object, object, async (text, states, variables) => {
        const expression = jsonata(text);
        const { context, ...members } = states;
        const seen = { ...variables, states: { ...members, ...(isMap(context) ? { context } : {}) } };
        const quickly = fastPath(expression.ast());
        const quick = quickly ? quickly(seeing(seen)) : NOT_FAST;
        if (quick === NOT_FAST) return;
        fast += 1;

        expect(JSON.stringify(quick)).toBe(await outcomeOf(expression, seen));
      }),
      { numRuns: 2_000 },
    );
    expect(fast).toBeGreaterThan(400);
  });

  it.each([
    ["'a' & 'b'", 'ab'],
    ["$a.x & '-all'", 'r-1-all'],
    ["$a.missing & 'b'", 'b'],
    ['$a.missing & $a.missing', ''],
    ["$a.x = 'r-1'", true],
    ["$a.x != 'r-1'", false],
    ['$a.missing = $a.missing', false],
    ['$a.missing != 1', false],
    ['$a.n < 3', true],
    ['$a.n >= 3', false],
    ["$a.n = '2'", false],
    ['$states.input.n', 2],
    ['$states.context.Execution.Name', 'e-1'],
  ])('takes %s', async (text, value) => {
    const a = { x: 'r-1', n: 2 };
    const seen = { a, states: { input: a, context: { Execution: { Name: 'e-1' } } } };

    expect(fastPath(jsonata(text).ast())?.(seeing(seen))).toBe(value);
    expect(await jsonata(text).evaluate(undefined, seen)).toBe(value);
  });

  it.each([
    '1 & 2',
    '$a.list & 1',
    '$a.none = null',
    '$a.list = 1',
    "'a' < 'b'",
    '$a.missing < 1',
    '$a.list.x',
    '$sum',
  ])('leaves %s to JSONata', (text) => {
    const path = fastPath(jsonata(text).ast());

    expect(path ? path(seeing({ a: { list: [1], none: null } })) : NOT_FAST).toBe(NOT_FAST);
  });
});

const isMap = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
