import jsonata from 'jsonata';
import type { Clock } from '../../../seams/clock.ts';
import type { Random } from '../../../seams/random.ts';
import type { Json } from '../json.ts';
import type { Soon } from '../soon.ts';
import type { Bindings } from './bindings.ts';
import { fastPath, NOT_FAST } from './fast-path.ts';
import { addFunctions } from './functions.ts';
import { plainValue, UnsupportedResult } from './plain-value.ts';

/** Why an expression gave no value, in the words that follow "specified for the field '…'". */
export class EvaluationFault extends Error {
  override name = 'EvaluationFault';
}

/** An expression of the definition, compiled once and evaluated many times. */
export interface Expression {
  /** The text between the braces, trimmed. */
  text: string;
  /** At once where it can, else a promise. Throws or rejects with an `EvaluationFault`. */
  evaluate(bindings: Bindings): Soon<Json>;
}

export type Compile = (text: string) => Expression;

/**
 * A runaway expression ends here instead of taking the host's memory, or its time: nothing else goes on meanwhile. The
 * time, in milliseconds, is far beyond what an expression of a definition takes.
 */
const LIMITS = { stack: 1_000, sequence: 1_000_000, timeout: 2_000 };

function given(value: Json | undefined): Json {
  if (value === undefined) throw new EvaluationFault('returned nothing (undefined).');
  return value;
}

function resultOf(value: unknown): Json {
  try {
    return given(plainValue(value));
  } catch (fault) {
    if (fault instanceof UnsupportedResult) throw new EvaluationFault('returned an unsupported result type.');
    throw fault;
  }
}

function thrown(fault: unknown): EvaluationFault {
  const { code, message } = fault as { code?: string; message?: string };
  const what = code ? `. ${code}: ${message}` : `: ${message ?? fault}`;
  return new EvaluationFault(`threw an error during evaluation${what}`);
}

/**
 * Compiles expressions and keeps them, by their text. Compiling throws JSONata's own error where the text is no
 * expression.
 */
export function compiler(clock: Clock, random: Random): Compile {
  const compiled = new Map<string, Expression>();
  const compile = (text: string): Expression => {
    const expression = jsonata(text, LIMITS);
    addFunctions(expression, clock, random);
    const fast = fastPath(expression.ast());
    const evaluateSlowly = async (bindings: Bindings): Promise<Json> => {
      const value = await expression.evaluate(undefined, bindings.all()).catch((fault: unknown) => {
        throw thrown(fault);
      });
      return resultOf(value);
    };
    return {
      text,
      evaluate: (bindings) => {
        const value = fast ? fast(bindings) : NOT_FAST;
        return value === NOT_FAST ? evaluateSlowly(bindings) : given(value);
      },
    };
  };
  return (text) => {
    const known = compiled.get(text) ?? compile(text);
    compiled.set(text, known);
    return known;
  };
}
