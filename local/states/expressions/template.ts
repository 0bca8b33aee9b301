import { isObject, type Json, type JsonObject } from '../json.ts';
import { inTurn, onceKnown, rescued, type Soon } from '../soon.ts';
import type { Bindings } from './bindings.ts';
import { type Compile, EvaluationFault, type Expression } from './expression.ts';

/** JSON of a definition in which some strings are expressions, prepared so that evaluating need not look for them. */
export type Template =
  | { kind: 'literal'; value: Json }
  | { kind: 'expression'; expression: Expression; location: string }
  | { kind: 'array'; items: Template[] }
  | { kind: 'object'; members: Array<[string, Template]> };

/** An evaluation that failed, with the field at fault (`Output/result`). The message is AWS's, from its second sentence. */
export class TemplateFault extends Error {
  override name = 'TemplateFault';
  readonly location: string;

  constructor(message: string, location: string) {
    super(message);
    this.location = location;
  }
}

/**
 * The text of an expression, or undefined where a string is literal: only `{%` at the very start and `%}` at the very
 * end make an expression.
 */
export function expressionText(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
}

/** Prepares the value of a field. Throws JSONata's error where an expression does not parse. */
export function compileTemplate(value: Json, location: string, compile: Compile): Template {
  if (typeof value === 'string') {
    const text = expressionText(value);
    return text === undefined
      ? { kind: 'literal', value }
      : { kind: 'expression', expression: compile(text), location };
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${location}[${index}]`, compile));
    return items.every((item) => item.kind === 'literal') ? { kind: 'literal', value } : { kind: 'array', items };
  }
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member]): [string, Template] => [
      key,
      compileTemplate(member, `${location}/${key}`, compile),
    ]);
    const isLiteral = members.every(([, member]) => member.kind === 'literal');
    return isLiteral ? { kind: 'literal', value } : { kind: 'object', members };
  }
  return { kind: 'literal', value };
}

function located(fault: unknown, text: string, location: string): unknown {
  if (!(fault instanceof EvaluationFault)) return fault;
  const what = `The JSONata expression '${text}' specified for the field '${location}' ${fault.message}`;
  return new TemplateFault(what, location);
}

function evaluateExpression(expression: Expression, location: string, bindings: Bindings): Soon<Json> {
  return rescued(
    () => expression.evaluate(bindings),
    (fault) => {
      throw located(fault, expression.text, location);
    },
  );
}

/** Evaluates in the order of the text, at once where it can. Throws or rejects with a `TemplateFault`. */
export function evaluateTemplate(template: Template, bindings: Bindings): Soon<Json> {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, template.location, bindings);
    case 'array': {
      const items: Json[] = [];
      const done = inTurn(template.items, (item) =>
        onceKnown(evaluateTemplate(item, bindings), (value) => {
          items.push(value);
        }),
      );
      return onceKnown(done, () => items);
    }
    case 'object': {
      const object: JsonObject = {};
      const done = inTurn(template.members, ([key, member]) =>
        onceKnown(evaluateTemplate(member, bindings), (value) => {
          object[key] = value;
        }),
      );
      return onceKnown(done, () => object);
    }
  }
}
