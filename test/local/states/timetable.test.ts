import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from '../../../local/states/conformance/virtual-clock.ts';
import { Timetable } from '../../../local/states/timetable.ts';

describe('the timetable', () => {
  it('calls each key at its latest time only, the earliest first', async () => {
    const entries = fc.array(fc.tuple(fc.nat(5), fc.oneof(fc.nat(1000), fc.constant(Number.POSITIVE_INFINITY))));
    await fc.assert(
      fc.asyncProperty(entries, async (entries) => {
        const clock = new VirtualClock(0);
        const called: Array<[number, number]> = [];
        const timetable = new Timetable(clock, (key) => called.push([key, clock.now()]));
        for (const [key, dueAt] of entries) timetable.set(key, dueAt);

        await clock.pass(1000);

        const expected = [...new Map(entries)].filter(([, dueAt]) => dueAt !== Number.POSITIVE_INFINITY);
        expect(called.toSorted()).toEqual(expected.toSorted());
        expect(called.map(([, at]) => at)).toEqual(called.map(([, at]) => at).toSorted((one, other) => one - other));
      }),
      { numRuns: 50 },
    );
  });
});
