import { describe, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { BIKES, happen, RENTALS, type Step, steps } from './any-order.ts';
import { checkExports, checkLog } from './checked-log.ts';
import { logbook } from './logbook.ts';
import { KIOSK, town } from './town.ts';

const dynamo = useDynamo();
jest.setTimeout(600_000);

/** As many sequences as take half a minute; with `SEQUENCES` more, and with `SEED` those that failed. */
const { SEQUENCES = '40', SEED } = process.env;
const RUNS = { numRuns: Number(SEQUENCES), ...(SEED !== undefined && { seed: Number(SEED) }) };

const does = (what: Step['what'], about: Step['about'] = {}): Step => ({ what, about });
const MARKET = { kioskId: KIOSK, bay: 4 };

/** Has all of it happen, and looks at the log after each step, and at what is exported of it at the end. */
async function live(all: readonly Step[]): Promise<void> {
  const city = await town(dynamo, { [KIOSK]: 2, harbour: 1 });
  const book = await logbook(dynamo, city);
  let heard = 0;
  await happen(city, all, async () => {
    await book.hear(...city.told.slice(heard));
    heard = city.told.length;
    await checkLog(city, book, BIKES, RENTALS);
  });
  await checkExports(city, book, BIKES, RENTALS);
}

/**
 * What such runs have found, when the log was made of what was told rather than of the records: each led to a log that ended
 * in another state than the bike's record.
 */
const FOUND: [string, Step[]][] = [
  [
    'a bike that one rental has reserved and another took before, of which the kiosk tells late',
    [does('reserve', { id: 2 }), does('taken', { late: 2 }), does('taken')],
  ],
  [
    'a rental that takes a bike which is out with it already, and then another one',
    [does('taken'), does('taken'), does('reserve'), does('taken', { bike: 'harbour-1' })],
  ],
  [
    'a second bike that leaves on a place of a rental, and stays out',
    [does('taken', { id: 3 }), does('taken', { id: 3, bike: 'market-2' }), does('again'), does('reserve')],
  ],
  [
    'a rider who takes another bike than was reserved, and then that one too',
    [does('reserve'), does('taken', { bike: 'market-2' }), does('taken'), does('taken')],
  ],
  [
    'a rental that takes bikes at two kiosks',
    [does('taken', { bike: 'harbour-1' }), does('taken'), does('reserve'), does('taken')],
  ],
  [
    'a reservation of what was taken before, and a second bike',
    [does('taken'), does('reserve'), does('reserve'), does('taken', { bike: 'market-2' }), does('reserve')],
  ],
  [
    'a return of before the bike was taken',
    [does('taken'), does('reserve'), does('docked', { at: MARKET, late: 2 }), does('taken'), does('reserve')],
  ],
  [
    'a bike of another kiosk that leaves on a place whose bike is out',
    [does('reserve'), does('taken'), does('taken', { bike: 'harbour-1' }), does('reserve')],
  ],
  [
    'two reservations of one bike, and that it was taken before either',
    [does('reserveAtHarbour', { id: 2 }), does('reserve'), does('reserve'), does('taken', { late: 3 })],
  ],
  [
    'a bike that was taken before it was reserved',
    [does('reserve'), does('reserve'), does('reserve'), does('taken', { late: 4 })],
  ],
];

describe('the log of what happens to bikes', () => {
  it.each(FOUND)('says what the records say after %s', async (_, found) => live(found));

  it('says what the records say, by ways that MDS knows, whatever is asked for and seen in whichever order', async () => {
    await fc.assert(fc.asyncProperty(steps, live), RUNS);
  });
});
