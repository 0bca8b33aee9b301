import type { Random } from '../../seams/random.ts';

/** Bytes that follow from the seed alone: the small fast counter of Chris Doty-Humphrey's PractRand, 32 bits. */
export function seededRandom(seed: number): Random {
  let [a, b, c, count] = [0, seed | 0, (seed / 2 ** 32) | 0, 1];
  const next = (): number => {
    const sum = (a + b + count++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return {
    bytes: (length) => {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; at += 4) {
        const word = next();
        for (let byte = 0; byte < 4 && at + byte < length; byte++) bytes[at + byte] = (word >>> (8 * byte)) & 0xff;
      }
      return bytes;
    },
  };
}
