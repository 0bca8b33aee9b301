import { describe, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { checkLog } from './checked-log.ts';
import { logbook } from './logbook.ts';
import { KIOSK, minute, type Town, town } from './town.ts';

const dynamo = useDynamo();
jest.setTimeout(240_000);

const BIKES = ['market-1', 'market-2'];

/** What may happen to one bike in the same moment. */
const HAPPENINGS: Record<string, (city: Town) => Promise<unknown>> = {
  taken: (city) => city.taken(1, 1, 'market-1', minute(10)),
  takenByAnother: (city) => city.taken(2, 1, 'market-1', minute(12)),
  takenBeside: (city) => city.taken(1, 1, 'market-2', minute(11)),
  docked: (city) => city.docked('market-1', 5, minute(20), 'harbour'),
  dockedBefore: (city) => city.docked('market-1', 4, minute(9)),
  reserved: (city) => city.reserve(3),
  released: (city) => city.release(1, 1),
  missing: (city) => city.missing(1),
  reported: (city) => city.report(9, { bikeId: 'market-1', kioskId: 'harbour', part: 'brakes', at: minute(21) }),
  broken: (city) =>
    city.change({ changeId: 'broken', bikeId: 'market-1', event: 'maintenance', to: 'non_operational' }),
};

describe('the log of what happens to bikes', () => {
  it('says what the records say, once, whatever happens at once, crashes, and is written down at once', async () => {
    const chosen = fc.subarray(Object.keys(HAPPENINGS), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(chosen, fc.boolean(), chances(4), async (names, isMeanwhile, schedule) => {
        const interleaving = new Interleaving(schedule);
        const city = await town(dynamo, { [KIOSK]: 2, harbour: 0 }, interleaving);
        const book = await logbook(dynamo, city, interleaving);
        await city.reserve(1);
        city.clock.set(minute(15));
        const acts = names.map((name) => () => retried(async () => HAPPENINGS[name]?.(city), 50));
        const writes = async () => book.hear(...(await interleaving.turn(async () => [...city.told])));
        const writers = [writes, writes, writes].map((write) => () => retried(write, 50));

        // Everything happens twice at once, and is written down meanwhile, as far as it has happened, or only after it.
        await interleaving.run([...acts, ...acts, ...(isMeanwhile ? writers : [])]);
        await interleaving.run(writers);

        await checkLog(city, book, BIKES, [1, 2, 3]);
      }),
      { numRuns: 40 },
    );
  });
});
