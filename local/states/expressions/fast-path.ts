import { isObject, type Json } from '../json.ts';
import type { Bindings } from './expression.ts';

/** Said by a fast path that the value at hand needs JSONata's own evaluation after all. */
export const NOT_FAST = Symbol('not fast');

export type FastPath = (bindings: Bindings) => Json | undefined | typeof NOT_FAST;

/** The nodes of JSONata's syntax tree that a fast path may be made of; anything more in a node rules it out. */
interface Node {
  type?: string;
  value?: unknown;
  steps?: unknown[];
}

function isPlain(node: unknown): node is Node {
  if (!isObject(node)) return false;
  return Object.keys(node).every((key) => key === 'type' || key === 'value' || key === 'position');
}

function isNamed(node: unknown, type: string): node is { value: string } {
  return isPlain(node) && node.type === type && typeof node.value === 'string' && node.value !== '';
}

/**
 * Most expressions of a definition are literals, variables and paths into objects. Those are evaluated at once and
 * without JSONata, whose evaluation takes dozens of promises. A path that meets an array is left to JSONata, which
 * maps over it.
 */
export function fastPath(ast: unknown): FastPath | undefined {
  if (isPlain(ast) && (ast.type === 'string' || ast.type === 'number' || ast.type === 'value')) {
    const literal = ast.value as Json;
    return () => literal;
  }
  if (isNamed(ast, 'variable')) return variablePath(ast.value, []);
  if (!isObject(ast) || ast['type'] !== 'path' || Object.keys(ast).some((key) => key !== 'type' && key !== 'steps')) {
    return undefined;
  }
  const [first, ...rest] = ast['steps'] as unknown[];
  if (!isNamed(first, 'variable') || !rest.every((step) => isNamed(step, 'name'))) return undefined;
  return variablePath(
    first.value,
    rest.map((step) => (step as { value: string }).value),
  );
}

function variablePath(variable: string, names: string[]): FastPath | undefined {
  if (variable === '$') return undefined;
  return (bindings) => {
    let value: unknown = Object.hasOwn(bindings, variable) ? bindings[variable] : NOT_FAST;
    for (const name of names) {
      if (value === NOT_FAST || Array.isArray(value)) return NOT_FAST;
      value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    }
    return value as Json | undefined | typeof NOT_FAST;
  };
}
