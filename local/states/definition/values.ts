import type { Compile } from '../expressions/expression.ts';
import { compileTemplate, expressionText } from '../expressions/template.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Report } from './diagnostic.ts';

/** Checks values of single fields. Each reports at `location/field` and says nothing about a field that is absent. */
export interface ValueCheck {
  text(object: JsonObject, field: string): void;
  /** A whole number within bounds, or an expression. */
  amount(object: JsonObject, field: string, min: number, max: number): void;
  /** Any JSON; its expressions must parse. */
  template(object: JsonObject, field: string): void;
  /** An expression or a text. */
  textTemplate(object: JsonObject, field: string): void;
}

export function isExpression(value: Json | undefined): boolean {
  return typeof value === 'string' && expressionText(value) !== undefined;
}

/** Reports each expression in the value that does not parse, at the place of that very expression. */
function checkExpressions(value: Json, pointer: string, compile: Compile, report: Report): void {
  if (typeof value === 'string') {
    try {
      compileTemplate(value, '', compile);
    } catch (fault) {
      report(`The JSONata expression is invalid: ${(fault as Error).message}`, pointer);
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      checkExpressions(item, `${pointer}[${index}]`, compile, report);
    });
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) checkExpressions(member, `${pointer}/${key}`, compile, report);
  }
}

export function valueCheck(location: string, compile: Compile, report: Report): ValueCheck {
  const check: ValueCheck = {
    text: (object, field) => {
      const value = object[field];
      if (value === undefined) return;
      if (typeof value !== 'string') report('Expected value of type String', `${location}/${field}`);
      else if (value === '') report('Value cannot be empty', `${location}/${field}`);
    },
    amount: (object, field, min, max) => {
      const value = object[field];
      if (value === undefined || isExpression(value)) return check.template(object, field);
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        report('Expected value of type Integer', `${location}/${field}`);
      } else if (value < min || value > max) {
        report(`Value is out of range: it must be from ${min} to ${max}`, `${location}/${field}`);
      }
    },
    template: (object, field) => {
      const value = object[field];
      if (value !== undefined) checkExpressions(value, `${location}/${field}`, compile, report);
    },
    textTemplate: (object, field) => {
      if (isExpression(object[field])) check.template(object, field);
      else if (object[field] !== undefined && typeof object[field] !== 'string') {
        report('Expected value of type String', `${location}/${field}`);
      }
    },
  };
  return check;
}
