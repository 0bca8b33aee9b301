import type { Json, JsonObject } from '../json.ts';

/** A result of an expression that is no JSON, such as a function. */
export class UnsupportedResult extends Error {
  override name = 'UnsupportedResult';
}

function isFunction(value: object): boolean {
  return typeof value === 'function' || '_jsonata_function' in value || '_jsonata_lambda' in value;
}

/**
 * What JSONata returned, as plain JSON: its sequences carry hidden properties, its objects may hold undefined, and
 * -0 is no JSON number. The value itself is undefined where the expression gave nothing.
 */
export function plainValue(value: unknown): Json | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (value === undefined) return undefined;
  if (typeof value === 'symbol' || typeof value === 'bigint') throw new UnsupportedResult();
  if (isFunction(value)) throw new UnsupportedResult();
  if (Array.isArray(value)) return Array.from(value, (item) => plainValue(item) ?? null);
  const object: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    const plain = plainValue(member);
    if (plain !== undefined) object[key] = plain;
  }
  return object;
}
