import { createHash, getHashes } from 'node:crypto';
import type { Focus, Expression as JsonataExpression } from 'jsonata';
import type { Clock } from '../../../seams/clock.ts';
import { fraction, type Random, uuid } from '../../../seams/random.ts';
import { type Json, parseJson } from '../json.ts';

function partition(items: Json[] | Json, size: number): Json[][] {
  const list = Array.isArray(items) ? items : [items];
  if (!Number.isInteger(size) || size < 1) throw new Error('The chunk size of $partition must be a positive integer');
  const chunks: Json[][] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}

/** Both ends count. One element comes out on its own, as AWS was recorded doing. */
function range(first: number, last: number, step: number): Json {
  if (step === 0) throw new Error('The step of $range must not be zero');
  const count = Math.floor((last - first) / step) + 1;
  if (count > 1000) throw new Error('$range gives at most 1000 elements');
  const values = Array.from({ length: Math.max(count, 0) }, (_, index) => first + index * step);
  return values.length === 1 ? (values[0] ?? null) : values;
}

const HASHES: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function hash(value: Json, algorithm: string): string {
  const name = HASHES[algorithm];
  if (!name || !getHashes().includes(name)) {
    throw new Error(`$hash does not know '${algorithm}'; it takes ${Object.keys(HASHES).join(', ')}`);
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return createHash(name).update(text).digest('hex');
}

function parse(text: string): Json {
  const value = parseJson(text);
  if (value === undefined) throw new Error(`$parse was given text that is not JSON: ${text.slice(0, 40)}`);
  return value;
}

/** The same seed gives the same number, from 0 to 1: the first 48 bits of the seed's hash. */
function seeded(seed: number): number {
  return createHash('sha256').update(String(seed)).digest().readUIntBE(0, 6) / 2 ** 48;
}

function shuffled(items: Json[], random: Random): Json[] {
  const list = [...items];
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(fraction(random) * (last + 1));
    [list[last], list[other]] = [list[other] ?? null, list[last] ?? null];
  }
  return list;
}

/** Formats an instant as JSONata's own `$fromMillis` does. */
function formatted(focus: Focus, ms: number, picture?: string, timezone?: string): string {
  const fromMillis = focus.environment.lookup('fromMillis');
  return fromMillis.implementation.call(focus, ms, picture, timezone);
}

/**
 * Gives an expression the functions that AWS adds to JSONata, and takes `$eval` away (AWS Step Functions developer
 * guide, "Transforming data with JSONata"). Time and chance come from the host, so that a run can be repeated.
 */
export function addFunctions(expression: JsonataExpression, clock: Clock, random: Random): void {
  expression.registerFunction('partition', partition, '<j-n:a>');
  expression.registerFunction('range', range, '<n-nn:j>');
  expression.registerFunction('hash', hash, '<j-s:s>');
  expression.registerFunction('parse', parse, '<s-:j>');
  expression.registerFunction('uuid', () => uuid(random), '<:s>');
  expression.registerFunction(
    'random',
    (seed?: number) => (seed === undefined ? fraction(random) : seeded(seed)),
    '<n?:n>',
  );
  expression.registerFunction('shuffle', (items: Json[]) => shuffled(items, random), '<a:a>');
  expression.registerFunction('millis', () => clock.now(), '<:n>');
  expression.registerFunction(
    'now',
    function (this: Focus, picture?: string, timezone?: string) {
      return formatted(this, clock.now(), picture, timezone);
    },
    '<s?s?:s>',
  );
  expression.assign('eval', undefined);
}
