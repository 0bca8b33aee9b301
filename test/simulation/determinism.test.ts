import { describe, expect, it } from '@jest/globals';
import { simulate } from './simulate.ts';

/**
 * What no seed reaches, and nothing but itself depends on: a credential is sealed to an RSA key, whose making and padding
 * are OpenSSL's, and stamps the session that keeps it.
 */
const UNSEEDED = /eyJhbGciOiJSU0EtT0FFUC0yNTYi[\w.-]+/g;
const seeded = (lines: readonly string[]) => lines.map((line) => line.replace(UNSEEDED, '…'));

describe('a seed', () => {
  it('gives the same day again, to the byte: what happened, and what the engine wrote down, signatures included', async () => {
    const day = { seed: 7, minutes: 10 };

    const [first, again] = [await simulate(day), await simulate(day)];

    expect(first.rentals).toBeGreaterThan(0);
    expect(first.log.length).toBeGreaterThan(300);
    expect(seeded(again.log)).toEqual(seeded(first.log));
    expect(seeded(again.journal)).toEqual(seeded(first.journal));
  });

  it('gives another day than another seed', async () => {
    const [one, other] = [await simulate({ seed: 7, minutes: 2 }), await simulate({ seed: 8, minutes: 2 })];

    expect(other.log).not.toEqual(one.log);
  });
});
