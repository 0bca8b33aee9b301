import type { Compile } from '../expressions/expression.ts';
import type { JsonObject } from '../json.ts';
import { listAt, objectsAt, type Report } from './diagnostic.ts';
import { checkFields } from './fields.ts';
import { valueCheck } from './values.ts';

/** `States.ALL` matches whatever comes, so it must stand alone and last. */
function checkErrorEquals(part: JsonObject, at: string, isLast: boolean, report: Report): void {
  const names = listAt(part, 'ErrorEquals', at, report);
  const place = `${at}/ErrorEquals`;
  if (names.length === 0) report('Value cannot be empty', place);
  else if (names.some((name) => typeof name !== 'string')) report('Expected value of type String', place);
  else if (names.includes('States.ALL') && (names.length > 1 || !isLast)) {
    report("'States.ALL' must appear alone, and in the last of the list", place);
  }
}

const isCount = (value: number) => Number.isInteger(value) && value >= 0;
const isPositive = (value: number) => Number.isInteger(value) && value >= 1;

/** What a retrier's numbers may be. A delay is at most 31 622 400 seconds, the length of a leap year. */
const NUMBERS: Record<string, (value: number) => boolean> = {
  IntervalSeconds: isPositive,
  MaxAttempts: isCount,
  BackoffRate: (value) => value >= 1,
  MaxDelaySeconds: (value) => isPositive(value) && value <= 31_622_400,
};

export function checkRetriers(state: JsonObject, pointer: string, report: Report): void {
  for (const { value: retrier, at, isLast } of objectsAt(state, 'Retry', pointer, report)) {
    checkFields(
      retrier,
      { required: ['ErrorEquals'], optional: [...Object.keys(NUMBERS), 'JitterStrategy'] },
      at,
      report,
    );
    checkErrorEquals(retrier, at, isLast, report);
    for (const [field, isValid] of Object.entries(NUMBERS)) {
      const value = retrier[field];
      if (value !== undefined && !(typeof value === 'number' && isValid(value))) {
        report('Value is out of range', `${at}/${field}`);
      }
    }
    const jitter = retrier['JitterStrategy'];
    if (jitter !== undefined && jitter !== 'FULL' && jitter !== 'NONE') {
      report("The field 'JitterStrategy' should have one of these values: [FULL, NONE]", `${at}/JitterStrategy`);
    }
  }
}

export function checkCatchers(state: JsonObject, pointer: string, compile: Compile, report: Report): void {
  for (const { value: catcher, at, isLast } of objectsAt(state, 'Catch', pointer, report)) {
    checkFields(catcher, { required: ['ErrorEquals', 'Next'], optional: ['Assign', 'Output'] }, at, report);
    checkErrorEquals(catcher, at, isLast, report);
    const values = valueCheck(at, compile, report);
    for (const field of ['Assign', 'Output']) values.template(catcher, field);
  }
}
