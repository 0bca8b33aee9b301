import { rentAndTake, screen } from '../../laptop/rider.ts';
import { systemClock } from '../../seams/clock.ts';
import { eventually, openCityAt } from './city.ts';

/**
 * A program for `power-cut.test.ts`: `rent` opens the city in a folder, lets a rider rent and take two bikes, and
 * says so line by line until it is killed; `settle` opens it again, lets everything come to its end, and tells
 * what there is.
 */
const [mode, dataDir = ''] = process.argv.slice(2);
const city = await openCityAt(dataDir, mode === 'rent');
const kiosk = city.kiosk('university');

async function rent(): Promise<void> {
  kiosk.machine.scan(city.card('Tariq'));
  await screen(kiosk, 'howMany');
  console.log('renting');
  await rentAndTake(kiosk, 2);
  console.log('handed over');
}

async function settle(): Promise<void> {
  // The rider is still standing there, and takes what the door offers.
  kiosk.machine.onChange(() => void systemClock.after(100, kiosk.machine.take));
  const executions = await eventually(async () => {
    const all = [...(await city.executions('Rental')), ...(await city.executions('Undo'))];
    return all.every(({ status }) => status !== 'RUNNING') && all;
  });
  await eventually(async () => kiosk.state().online && kiosk.state().factsWaiting === 0);
  const inTable = async () => (await city.items()).filter(({ pk }) => String(pk).startsWith('bike#'));
  const { machine } = kiosk;
  // The last events may still be on their way: what the machine holds is what the table must come to.
  const agrees = async () => {
    const standing = new Set([...machine.read().bays.values(), machine.read().hatch].filter((bike) => bike !== null));
    const bikes = (await inTable()).filter(({ kioskId, state }) => kioskId === 'university' && state === 'available');
    return bikes.length === standing.size && bikes.every(({ bikeId }) => standing.has(String(bikeId)));
  };
  await eventually(agrees);
  console.log(JSON.stringify({ executions, items: await city.items(), riding: machine.riding() }));
}

if (mode === 'rent') await rent();
else {
  await settle();
  await city.close();
}
