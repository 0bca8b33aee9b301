import { readCity } from '../cities/city.ts';
import { bringBack, pauseSchedules, riderAt } from '../test/scenarios/people.ts';
import { simulate } from '../test/simulation/simulate.ts';
import { openVirtualCity, type VirtualCity } from '../test/simulation/virtual-city.ts';

const SEEDS = 4;
const MINUTES = 20;
const ROUNDS = 6;
const KIOSK = 'harbour-steps';
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

const processorSeconds = (since: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** A rental that waits for its bike so long, from the scan to the receipt. Gives the seconds of processor that it took. */
async function rentalThatWaits(city: VirtualCity, ms: number): Promise<number> {
  const since = process.cpuUsage();
  const { bikes } = await riderAt(city, 'Marta', KIOSK).rent({ bikes: 1 });
  await city.pass(ms);
  await bringBack(city, bikes[0]?.bikeId ?? '', KIOSK);
  await city.pass(60 * SECOND_MS);
  return processorSeconds(since);
}

/** What an hour of waiting costs, in a city of one kiosk in which nothing else runs by the clock; the two take turns. */
async function waiting(): Promise<number> {
  const whole = readCity('havenbrook');
  const city = await openVirtualCity({ city: { ...whole, kiosks: whole.kiosks.filter(({ id }) => id === KIOSK) } });
  try {
    await city.restHearts();
    await pauseSchedules(city);
    const sum = { second: 0, hour: 0 };
    await rentalThatWaits(city, SECOND_MS);
    for (let round = 0; round < ROUNDS; round++) {
      sum.second += await rentalThatWaits(city, SECOND_MS);
      sum.hour += await rentalThatWaits(city, HOUR_MS);
    }
    return sum.hour / sum.second;
  } finally {
    await city.close();
  }
}

/** How much of a city a second of processor simulates, in which things break all the time. */
export async function simulation(): Promise<string[]> {
  const ratio = await waiting();
  const since = process.cpuUsage();
  let rentals = 0;
  for (let seed = 1; seed <= SEEDS; seed++) rentals += (await simulate({ seed, minutes: MINUTES })).rentals;
  const seconds = processorSeconds(since);
  const hours = (SEEDS * MINUTES) / 60;
  return [
    'simulator, by the processor',
    `  ${(rentals / seconds).toFixed(2)} rentals a second, ${((hours / seconds) * 60).toFixed(1)} hours of a broken city a minute`,
    `  a rental that waits an hour costs ${ratio.toFixed(2)} of one that waits a second (wanted: 1)`,
  ];
}
