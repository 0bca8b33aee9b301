import { equal, isObject, type Json, type JsonObject, member } from '../json.ts';
import type { Comparison, Expression, Statement } from './sql-parser.ts';

/** What a statement can see of a message. */
export interface Incoming {
  payload: JsonObject;
  topic: string;
  clientId?: string;
  /** Milliseconds since the epoch. */
  now: number;
  newUuid: () => string;
}

/** Booleans, and the strings "true" and "false" in any case, count as Booleans ("Operators", AWS IoT SQL). */
function toBoolean(value: Json | undefined): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}

function toDecimal(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const isNumeral = typeof value === 'string' && /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value);
  return isNumeral ? Number(value) : undefined;
}

/** `=` and `<>` compare like with like, anything else with `undefined` for what is undefined. */
function compare(operator: Comparison, left: Json | undefined, right: Json | undefined): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (operator === '=') return equal(left, right);
  if (operator === '<>') return !equal(left, right);
  const [a, b] = [toDecimal(left), toDecimal(right)];
  if (a === undefined || b === undefined) return undefined;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function call({ name, argument }: Extract<Expression, { kind: 'call' }>, incoming: Incoming): Json | undefined {
  if (name === 'timestamp') return incoming.now;
  if (name === 'newuuid') return incoming.newUuid();
  if (name === 'clientid') return incoming.clientId ?? 'n/a';
  return argument === undefined ? incoming.topic : incoming.topic.split('/')[argument - 1];
}

/** The value of an expression, `undefined` being AWS IoT SQL's own Undefined. */
export function evaluate(expression: Expression, incoming: Incoming): Json | undefined {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'attribute':
      return expression.path.reduce<Json | undefined>(
        (value, name) => (isObject(value) ? member(value, name) : undefined),
        incoming.payload,
      );
    case 'call':
      return call(expression, incoming);
    case 'compare':
      return compare(expression.operator, evaluate(expression.left, incoming), evaluate(expression.right, incoming));
    case 'not': {
      const operand = toBoolean(evaluate(expression.operand, incoming));
      return operand === undefined ? undefined : !operand;
    }
    default: {
      const left = toBoolean(evaluate(expression.left, incoming));
      const right = toBoolean(evaluate(expression.right, incoming));
      if (left === undefined || right === undefined) return undefined;
      return expression.kind === 'and' ? left && right : left || right;
    }
  }
}

/**
 * What the statement makes of the message, or undefined where WHERE is not true of it. A later column replaces an
 * earlier one of the same name; what is undefined is left out.
 */
export function select({ columns, where }: Statement, incoming: Incoming): JsonObject | undefined {
  if (where && toBoolean(evaluate(where, incoming)) !== true) return undefined;
  const selected = new Map<string, Json>();
  for (const column of columns) {
    const found =
      column.kind === 'all'
        ? Object.entries(incoming.payload)
        : [[column.name, evaluate(column.expression, incoming)] as const];
    for (const [name, value] of found) if (value !== undefined) selected.set(name, value);
  }
  return Object.fromEntries(selected);
}
