import { fraction, type Random } from '../../seams/random.ts';
import { seededRandom } from './seeded-random.ts';

/** Draws from one stream of chance. */
export interface Dice {
  happens(probability: number): boolean;
  /** Evenly between the two, the upper one left out. */
  between(low: number, high: number): number;
  /** One of them; of an empty list, nothing. */
  pick<One>(from: readonly One[]): One | undefined;
  /** How long until the next of events that come by chance, so many an hour, in milliseconds. */
  untilNext(perHour: number): number;
  /** A name of its own for something that is made up. */
  random: Random;
}

const HOUR_MS = 3_600_000;

/** Spreads a text over 53 bits (Fowler, Noll, Vo: FNV-1a, twice). */
function spread(text: string): number {
  const hash = (basis: number) => {
    let value = basis;
    for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
    return value;
  };
  return hash(0x811c9dc5) * 2 ** 21 + (hash(0x050c5d1f) >>> 11);
}

/**
 * A stream of chance that follows from a seed and its name alone: what one part of a simulation draws moves nothing in
 * another, so that a run with one fault fewer stays as like the first as it can.
 */
export function dice(seed: number, name: string): Dice {
  const random = seededRandom(spread(`${seed}/${name}`));
  const draw = () => fraction(random);
  return {
    random,
    happens: (probability) => draw() < probability,
    between: (low, high) => low + draw() * (high - low),
    pick: (from) => from[Math.floor(draw() * from.length)],
    untilNext: (perHour) => (perHour > 0 ? (-Math.log(1 - draw()) / perHour) * HOUR_MS : Number.POSITIVE_INFINITY),
  };
}
