import { isObject, type Json } from '../json.ts';
import type { Bindings } from './bindings.ts';

/** Said by a fast path that the value at hand needs JSONata's own evaluation after all. */
export const NOT_FAST = Symbol('not fast');

type Outcome = Json | undefined | typeof NOT_FAST;

/** Undefined is what JSONata calls nothing. */
export type FastPath = (bindings: Bindings) => Outcome;

/** A node of JSONata's syntax tree. A member that a fast path does not know rules it out. */
type Node = Record<string, unknown>;

function has(node: unknown, type: string, members: string[]): node is Node {
  if (!isObject(node) || node['type'] !== type) return false;
  return Object.keys(node).every((key) => key === 'type' || key === 'position' || members.includes(key));
}

/**
 * Most expressions of a definition are literals, variables, and paths into objects; some join texts, or compare. Those
 * are evaluated at once and without JSONata, whose evaluation takes dozens of promises.
 */
export function fastPath(ast: unknown): FastPath | undefined {
  for (const type of ['string', 'number', 'value']) {
    if (has(ast, type, ['value'])) {
      const literal = ast['value'] as Json;
      return () => literal;
    }
  }
  if (has(ast, 'variable', ['value'])) return pathFrom(ast, []);
  if (has(ast, 'path', ['steps'])) return path(ast['steps'] as unknown[]);
  if (has(ast, 'binary', ['value', 'lhs', 'rhs'])) return binary(ast);
  return undefined;
}

function path([first, ...rest]: unknown[]): FastPath | undefined {
  const names: string[] = [];
  for (const step of rest) {
    if (!has(step, 'name', ['value'])) return undefined;
    names.push(String(step['value']));
  }
  return has(first, 'variable', ['value']) ? pathFrom(first, names) : undefined;
}

/** A path that meets an array is left to JSONata, which maps over it; so are `$`, and the whole of `$states`. */
function pathFrom({ value }: Node, names: string[]): FastPath | undefined {
  const variable = String(value);
  if (variable === '' || variable === '$') return undefined;
  if (variable !== 'states') {
    return ({ variables }) => (Object.hasOwn(variables, variable) ? inside(variables[variable], names, 0) : NOT_FAST);
  }
  const [member, part] = names;
  if (member === undefined || (member === 'context' && part === undefined)) return undefined;
  if (member === 'context') return (bindings) => inside(bindings.context(part ?? ''), names, 2);
  return (bindings) => inside(bindings.state(member), names, 1);
}

function inside(root: Json | undefined, names: string[], from: number): Outcome {
  let value = root;
  for (let at = from; at < names.length; at++) {
    if (Array.isArray(value)) return NOT_FAST;
    const name = names[at] ?? '';
    value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

const isScalar = (value: Outcome): boolean => typeof value !== 'object' && typeof value !== 'symbol';

/** Texts joined, or nothing at their places: other values have rules of their own of how they become text. */
function joined(left: Outcome, right: Outcome): Outcome {
  const areTexts = [left, right].every((value) => value === undefined || typeof value === 'string');
  return areTexts ? `${(left as string | undefined) ?? ''}${(right as string | undefined) ?? ''}` : NOT_FAST;
}

/** Nothing equals nothing, and is not unequal to anything either. */
const isEqual = (left: Outcome, right: Outcome): boolean => left !== undefined && right !== undefined && left === right;
const isUnequal = (left: Outcome, right: Outcome): boolean =>
  left !== undefined && right !== undefined && left !== right;

/** Only numbers have an order here: of texts, and of mixtures, JSONata knows more. */
function ordered(compare: (left: number, right: number) => boolean) {
  return (left: Outcome, right: Outcome): Outcome =>
    typeof left === 'number' && typeof right === 'number' ? compare(left, right) : NOT_FAST;
}

const OPERATORS: Record<string, (left: Outcome, right: Outcome) => Outcome> = {
  '&': joined,
  '=': (left, right) => (isScalar(left) && isScalar(right) ? isEqual(left, right) : NOT_FAST),
  '!=': (left, right) => (isScalar(left) && isScalar(right) ? isUnequal(left, right) : NOT_FAST),
  '<': ordered((left, right) => left < right),
  '<=': ordered((left, right) => left <= right),
  '>': ordered((left, right) => left > right),
  '>=': ordered((left, right) => left >= right),
};

function binary({ value, lhs, rhs }: Node): FastPath | undefined {
  const operate = Object.hasOwn(OPERATORS, String(value)) ? OPERATORS[String(value)] : undefined;
  const left = fastPath(lhs);
  const right = fastPath(rhs);
  return operate && left && right && ((bindings) => operate(left(bindings), right(bindings)));
}
