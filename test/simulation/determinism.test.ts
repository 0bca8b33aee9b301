import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bringBack, riderAt } from '../scenarios/people.ts';
import { chance } from './chance.ts';
import { openVirtualCity } from './virtual-city.ts';

const MINUTE = 60_000;

/** An hour in a city in which everything takes its time: what passed, and what the engine wrote down. */
async function hourOf(seed: number): Promise<{ passed: string[]; journal: string[] }> {
  const passed: string[] = [];
  const city = await openVirtualCity({
    seed,
    between: (world) => chance(world, { call: 40, http: 60, packet: 60 }, (line) => passed.push(line)),
  });
  try {
    const rented = await riderAt(city, 'Jonas', 'market-hall').rent({ bikes: 2 });
    await city.pass(10 * MINUTE);
    for (const { bikeId } of rented.bikes) await bringBack(city, bikeId, 'botanic-garden');
    await city.pass(20 * MINUTE);
    return { passed, journal: city.journal };
  } finally {
    await city.close();
  }
}

/**
 * What no seed reaches, and nothing but itself depends on: a credential is sealed to an RSA key, whose making and padding
 * are OpenSSL's, and stamps the session that keeps it; and the device keys that provisioning made.
 */
const UNSEEDED =
  /eyJhbGciOiJSU0EtT0FFUC0yNTYi[\w.-]+|(?<="CiphertextBlob":")[^"]+|(?<=[Ss]tamp":\{"S":")[\w-]+|(?<="[xy]":\{"S":")[\w-]+/g;
const seeded = (lines: string[]) => lines.map((line) => line.replace(UNSEEDED, '…'));
const digest = (lines: string[]) => createHash('sha256').update(lines.join('\n')).digest('hex');

describe('a seed', () => {
  it('gives the same hour again, to the byte, signatures included', async () => {
    const [first, again] = [await hourOf(7), await hourOf(7)];

    expect(first.passed.length).toBeGreaterThan(1_000);
    expect(digest(again.journal)).toBe(digest(first.journal));
    expect(seeded(again.passed)).toEqual(seeded(first.passed));
  });

  it('gives another hour than another seed', async () => {
    const [one, other] = [await hourOf(7), await hourOf(8)];

    expect(digest(other.passed)).not.toBe(digest(one.passed));
  });
});
