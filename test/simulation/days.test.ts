import { describe, expect, it } from '@jest/globals';
import { coverage } from './coverage.ts';
import { dice } from './dice.ts';
import { aimedAt, CALM, type FaultName, faultsOf, STANDARD, without } from './profile.ts';
import { shrink } from './shrink.ts';
import { type Simulated, simulate } from './simulate.ts';

describe('a simulated day', () => {
  it.each([1, 2, 3])('breaks no truth with seed %i', async (seed) => {
    const { broken } = await simulate({ seed, minutes: 12 });

    expect(broken).toBeUndefined();
  });
});

describe('a profile', () => {
  it('leaves out one fault, and makes one frequent, and no other', () => {
    const fewer = without(STANDARD, 'calls.lost');
    const more = aimedAt(STANDARD, 'kiosks.powerCuts');

    expect(fewer).toEqual({ ...STANDARD, calls: { ...STANDARD.calls, lost: 0 } });
    expect(more.kiosks.powerCuts).toBeGreaterThan(STANDARD.kiosks.powerCuts);
    expect({ ...more, kiosks: STANDARD.kiosks }).toEqual(STANDARD);
    expect(faultsOf(CALM)).toEqual([]);
    expect(() => without(STANDARD, 'calls.eaten' as FaultName)).toThrow("No profile has a fault 'calls.eaten'.");
  });
});

describe('dice', () => {
  it('give each name a stream of its own, the same again for the same seed', () => {
    const draws = (seed: number, name: string) => {
      const { between } = dice(seed, name);
      return [between(0, 1), between(0, 1), between(0, 1)];
    };

    expect(draws(1, 'calls')).toEqual(draws(1, 'calls'));
    expect(draws(1, 'calls')).not.toEqual(draws(1, 'packets'));
    expect(draws(1, 'calls')).not.toEqual(draws(2, 'calls'));
  });

  it('let so many things an hour happen in the mean', () => {
    const { untilNext } = dice(3, 'arrivals');

    const waits = Array.from({ length: 5_000 }, () => untilNext(12));

    expect(waits.reduce((sum, ms) => sum + ms, 0) / waits.length / 60_000).toBeCloseTo(5, 0);
    expect(untilNext(0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('coverage', () => {
  it('counts what went wrong, and names what never did', () => {
    const seen = coverage();
    seen.add({ journal: [], struck: new Map([['calls.lost', 3]]) });
    seen.add({ journal: [], struck: new Map([['calls.lost', 1]]) });

    expect(seen.unseen()).toContain('rental: Swap the bike');
    expect(seen.report()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^1 of \d\d things that can go wrong did$/),
        '  4: calls.lost',
        '  never: cards.declined',
      ]),
    );
  });
});

describe('shrinking', () => {
  it('keeps the faults and the minutes that the failure takes, and no more', async () => {
    const broken = { truths: [{ says: 'Water is dry.', contradictions: ['It is wet.'] }], step: 1, story: [] };
    const day = { seed: 1, log: [], journal: [], rentals: 0, struck: new Map() };
    const play = async ({ minutes, profile = STANDARD }: { minutes: number; profile?: typeof STANDARD }) =>
      ({ ...day, ...(profile.calls.lost > 0 && minutes >= 5 && { broken }) }) as Simulated;

    const small = await shrink({ ...day, broken }, { seed: 1, minutes: 20, profile: STANDARD }, play, () => {});

    expect(small.minutes).toBe(5);
    expect(small.without.sort()).toEqual(
      faultsOf(STANDARD)
        .filter((fault) => fault !== 'calls.lost')
        .sort(),
    );
  });
});
