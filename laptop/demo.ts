import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fare } from '../functions/payments/contract.ts';
import type { PageState } from '../kiosk/web/contract.ts';
import { ASSEMBLY, PAGES } from '../scripts/output.ts';
import { buildFirst } from './build-first.ts';
import { type OpenCity, openCity } from './open-city.ts';
import type { OpenKiosk } from './open-kiosks.ts';
import { dock, payAndTake, readReceipt, rentAndTake, reportDamage, screen, waitFor } from './rider.ts';
import { cardOf } from './sample-cards.ts';
import { consoleTeller, jsonTeller, type Teller } from './teller.ts';

/** `npm run demo`: a day in the city, told on the console. Ends by itself; `--json` tells it to machines. */

interface Story {
  city: OpenCity;
  tell: Teller;
}

function kioskAt({ city }: Story, id: string): OpenKiosk {
  const kiosk = city.kiosks.get(id);
  if (!kiosk) throw new Error(`The city has no kiosk '${id}'.`);
  return kiosk;
}

function card({ city: { city } }: Story, firstName: string): string {
  const person = [...city.residents, ...city.visitors].find((one) => one.firstName === firstName);
  if (!person) throw new Error(`Nobody in the city is called ${firstName}.`);
  return cardOf(person);
}

const price = (fare: Fare) => {
  const money = (minor: number) =>
    (minor / 100).toLocaleString('en-US', { style: 'currency', currency: fare.currency });
  return `${money(fare.unlockFee)} to unlock, ${money(fare.perMinute)} a minute, at most ${money(fare.dailyCap)} a day`;
};

async function scanAndRent(story: Story, rider: string, at: string, bikes: number): Promise<string[]> {
  const kiosk = kioskAt(story, at);
  kiosk.machine.scan(card(story, rider));
  const asked = await screen(kiosk, 'howMany');
  if (asked.name === 'refused') throw new Error(`${rider} was refused: ${asked.message}`);
  const { offer } = asked;
  story.tell.line(
    `${rider} scans an ID at ${at}: a ${asked.kind}, up to ${offer.bikesMax} bikes, ${offer.fare.freeMinutes} minutes free.`,
  );
  const view = await rentAndTake(kiosk, bikes);
  story.tell.rental(`${rider}'s ${bikes === 1 ? 'bike' : `${bikes} bikes`}`, view);
  return view.bikes.map((bike) => bike.bikeId);
}

/** Brings bikes back one after another, and waits until the whole city knows of each. */
async function bringBack(story: Story, rider: string, to: string, bikes: string[]): Promise<void> {
  const kiosk = kioskAt(story, to);
  for (const bikeId of bikes) {
    const bay = await dock(kiosk, bikeId);
    story.tell.line(`${rider} brings ${bikeId} back to ${to}, bay ${bay}.`);
  }
  await waitFor(kiosk, 'the facts to be told', ({ factsWaiting }) => (factsWaiting === 0 ? true : undefined));
}

/** A refusal as the screen has it, with the nearest kiosk that has bikes where it lists some. */
function words(
  kiosk: OpenKiosk,
  { title, message, showNearby }: Extract<PageState['screen'], { name: 'refused' }>,
): string {
  const nearest = kiosk.state().nearby.find(({ bikes = 0 }) => bikes > 0);
  const elsewhere = showNearby && nearest ? ` Nearest bikes: ${nearest.name}, ${nearest.minutes} minutes on foot.` : '';
  return `${title}. ${message}${elsewhere}`;
}

async function refusal(story: Story, rider: string, at: string): Promise<void> {
  const kiosk = kioskAt(story, at);
  kiosk.machine.scan(card(story, rider));
  const shown = await screen(kiosk, 'howMany');
  if (shown.name === 'howMany') throw new Error(`${rider} should have been refused at ${at}.`);
  story.tell.line(`${rider} scans an ID at ${at}. The kiosk says: ${words(kiosk, shown)}`);
}

/** A visitor whose card pays for a ride to another kiosk, where the price is read. */
async function visitor(story: Story, rider: string, at: string, to: string): Promise<void> {
  const kiosk = kioskAt(story, at);
  kiosk.machine.scan(card(story, rider));
  const asked = await screen(kiosk, 'howMany');
  if (asked.name === 'refused') throw new Error(`${rider} was refused: ${asked.message}`);
  story.tell.line(`${rider} visits the city. The kiosk at ${at} offers: ${price(asked.offer.fare)}.`);
  const view = await payAndTake(kiosk, 1);
  story.tell.rental(`${rider}'s bike`, view);
  for (const { bikeId } of view.bikes.slice(-1)) {
    await bringBack(story, rider, to, [bikeId]);
    const ride = await readReceipt(kioskAt(story, to), bikeId);
    story.tell.line(`The kiosk says: ${[ride.price, ...ride.notes].join(' ')}`);
    reportDamage(kioskAt(story, to), bikeId, 'lights');
    story.tell.line(`${rider} taps "Something is wrong", then "Lights", and is thanked.`);
  }
}

async function day(story: Story): Promise<void> {
  const { tell } = story;
  tell.chapter('One bike');
  const one = await scanAndRent(story, 'Marta', 'harbour-steps', 1);
  await bringBack(story, 'Marta', 'library', one);

  tell.chapter('A family of three');
  const three = await scanAndRent(story, 'Jonas', 'market-hall', 3);
  await bringBack(story, 'The family', 'botanic-garden', three);

  tell.chapter('A visitor');
  await visitor(story, 'Greta', 'station-east', 'university');

  tell.chapter('An honest no');
  await refusal(story, 'Samuel', 'clock-tower');
  await refusal(story, 'Priya', 'rope-walk');
}

async function demo(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const tell = (values.json ? jsonTeller : consoleTeller)((line) => console.log(line));
  const dataDir = mkdtempSync(join(tmpdir(), 'freewheel-demo-'));
  await buildFirst();
  const city = await openCity({
    cityId: 'havenbrook',
    assemblyDir: ASSEMBLY,
    pagesDir: PAGES,
    dataDir,
    ports: { web: 0, aws: 0, mqtt: 0 },
    fresh: true,
    pace: 0.2,
    log: () => {},
  });
  try {
    await day({ city, tell });
    tell.end();
  } finally {
    await city.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await demo();
