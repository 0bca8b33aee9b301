import { timingSafeEqual } from 'node:crypto';
import { fraction, type Random } from '../../seams/random.ts';

/** What was sent to somebody's address, until it is typed in. */
export interface Code {
  digits: string;
  untilMs: number;
  triesLeft: number;
}

/** One guess in a million each, so that nobody gets in by guessing. */
const TRIES = 5;
const CODES = 1_000_000;

export function newCode(random: Random, untilMs: number): Code {
  const digits = String(Math.floor(fraction(random) * CODES)).padStart(6, '0');
  return { digits, untilMs, triesLeft: TRIES };
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether it is the code; if not, what is left of it, where it can still be tried. */
export function tryCode(code: Code | undefined, typed: string, nowMs: number): { isRight: boolean; left?: Code } {
  if (!code || code.untilMs <= nowMs || code.triesLeft === 0) return { isRight: false };
  if (isSame(code.digits, typed.replace(/\s/g, ''))) return { isRight: true };
  return { isRight: false, left: { ...code, triesLeft: code.triesLeft - 1 } };
}
