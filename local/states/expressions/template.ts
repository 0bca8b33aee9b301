import { isObject, type Json, type JsonObject } from '../json.ts';
import { type Bindings, type Compile, EvaluationFault, type Expression } from './expression.ts';

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

async function evaluateExpression(expression: Expression, location: string, bindings: Bindings): Promise<Json> {
  try {
    return await expression.evaluate(bindings);
  } catch (fault) {
    if (!(fault instanceof EvaluationFault)) throw fault;
    throw new TemplateFault(
      `The JSONata expression '${expression.text}' specified for the field '${location}' ${fault.message}`,
      location,
    );
  }
}

/** Evaluates in the order of the text. Rejects with a `TemplateFault`. */
export async function evaluateTemplate(template: Template, bindings: Bindings): Promise<Json> {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, template.location, bindings);
    case 'array': {
      const items: Json[] = [];
      for (const item of template.items) items.push(await evaluateTemplate(item, bindings));
      return items;
    }
    case 'object': {
      const object: JsonObject = {};
      for (const [key, member] of template.members) object[key] = await evaluateTemplate(member, bindings);
      return object;
    }
  }
}
