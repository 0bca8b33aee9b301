import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '../../../../local/states/conformance/virtual-clock.ts';
import { compiler } from '../../../../local/states/expressions/expression.ts';
import { compileTemplate, evaluateTemplate } from '../../../../local/states/expressions/template.ts';
import type { JsonObject } from '../../../../local/states/json.ts';
import { systemRandom } from '../../../../seams/random.ts';
import { seeing } from './seeing.ts';

const NOW = Date.UTC(2026, 4, 1, 12);
const compile = compiler(new VirtualClock(NOW), systemRandom);
const evaluate = async (text: string, values: JsonObject = {}) => compile(text).evaluate(seeing(values));
const fault = (text: string) => evaluate(text).then(String, (error: Error) => error.message);

describe('an expression', () => {
  it.each([
    ['$partition([1,2,3], 2)', [[1, 2], [3]]],
    ['$partition([], 2)', []],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(1, 9, 9)', 1],
    [`$parse('{"a":[1]}')`, { a: [1] }],
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ['$random(42) = $random(42)', true],
    ['$random(42) = $random(43)', false],
    ['$count($shuffle([1..50]))', 50],
    ['$sum($shuffle([1..50]))', 1275],
    ['$now()', '2026-05-01T12:00:00.000Z'],
    ["$now('[Y0001]-[M01]')", '2026-05'],
    ['$millis()', NOW],
    ['($v := 2; $v * 3)', 6],
  ])('evaluates %s', async (text, value) => {
    expect(await evaluate(text)).toEqual(value);
  });

  it('makes version 4 UUIDs, and random numbers from 0 to 1', async () => {
    expect(await evaluate('$uuid()')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await evaluate('$random() >= 0 and $random() < 1')).toBe(true);
  });

  it.each([
    ["$eval('1+1')", 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ['$missing', 'returned nothing (undefined).'],
    ['$sum', 'returned an unsupported result type.'],
    ['{"f": function($x) {$x}}', 'returned an unsupported result type.'],
    ["$number('x')", 'threw an error during evaluation. D3030: Unable to cast value to a number: "x"'],
    ["$hash('a', 'SHA-3')", 'threw an error during evaluation: $hash does not know'],
    ['($f := function($n) {$f($n + 1) + 1}; $f(0))', 'threw an error during evaluation. D1011'],
  ])('says why %s gives no value', async (text, message) => {
    expect(await fault(text)).toContain(message);
  });

  it('keeps its variables to itself', async () => {
    await evaluate('$leak := 1');

    expect(await fault('$leak')).toBe('returned nothing (undefined).');
  });
});

describe('a template', () => {
  it('evaluates the strings that are wholly an expression, at any depth, and no keys', async () => {
    const template = compileTemplate(
      { '{% 1 %}': ['{% $x %}', ' {% $x %}', '$x', { deep: '{% $x + 1 %}' }] },
      'Output',
      compile,
    );

    expect(await evaluateTemplate(template, seeing({ x: 1 }))).toEqual({
      '{% 1 %}': [1, ' {% $x %}', '$x', { deep: 2 }],
    });
  });

  it('names the place of an expression that fails', async () => {
    const template = compileTemplate({ list: [1, { deep: '{% $missing %}' }] }, 'Arguments', compile);

    await expect((async () => evaluateTemplate(template, seeing({})))()).rejects.toMatchObject({
      location: 'Arguments/list[1]/deep',
    });
  });
});
