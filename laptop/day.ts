import type { Person } from '../cities/city.ts';
import type { RentalView } from '../functions/orchestration/contract.ts';
import type { Fare } from '../functions/payments/contract.ts';
import type { SandboxCard } from '../kiosk/hardware/simulated/machine.ts';
import type { PageState } from '../kiosk/web/contract.ts';
import { mechanicOf } from './mechanic.ts';
import type { OpenCity } from './open-city.ts';
import type { OpenKiosk } from './open-kiosks.ts';
import type { Operator } from './operator.ts';
import { register } from './registration.ts';
import { dock, payAndTake, readReceipt, rentAndTake, reportDamage, screen, waitFor } from './rider.ts';
import { cardOf } from './sample-cards.ts';
import type { Teller } from './teller.ts';
import { readAsTripPlanner } from './trip-planners.ts';

/** A day in the city, as riders and an operator live it. */
export interface Story {
  city: OpenCity;
  operator: Operator;
  tell: Teller;
  /** Where the public feed is kept as it is at the end of the day. */
  feedFolder?: string | undefined;
}

function kioskAt({ city }: Story, id: string): OpenKiosk {
  const kiosk = city.kiosks.get(id);
  if (!kiosk) throw new Error(`The city has no kiosk '${id}'.`);
  return kiosk;
}

function personCalled({ city: { city } }: Story, firstName: string): Person {
  const person = [...city.residents, ...city.visitors].find((one) => one.firstName === firstName);
  if (!person) throw new Error(`Nobody in the city is called ${firstName}.`);
  return person;
}

const price = (fare: Fare) => {
  const money = (minor: number) =>
    (minor / 100).toLocaleString('en-US', { style: 'currency', currency: fare.currency });
  return `${money(fare.unlockFee)} to unlock, ${money(fare.perMinute)} a minute, at most ${money(fare.dailyCap)} a day`;
};

const counted = (bikes: number) => (bikes === 1 ? '1 bike' : `${bikes} bikes`);

type Asked = Extract<PageState['screen'], { name: 'howMany' }>;
type Refused = Extract<PageState['screen'], { name: 'refused' }>;

/** A rider scans, and is asked how many bikes. */
async function scan(story: Story, rider: string, at: string): Promise<Asked> {
  const kiosk = kioskAt(story, at);
  kiosk.machine.scan(cardOf(personCalled(story, rider)));
  const asked = await screen(kiosk, 'howMany');
  if (asked.name === 'refused') throw new Error(`${rider} was refused: ${asked.message}`);
  const { kind, offer } = asked;
  const terms = kind === 'visitor' ? price(offer.fare) : `${offer.fare.freeMinutes} minutes free`;
  story.tell.line(`${rider} scans an ID at ${at}: a ${kind}, up to ${counted(offer.bikesMax)}, ${terms}.`);
  return asked;
}

const bikesOf = ({ bikes }: RentalView) => bikes.filter(({ step }) => step === 'onTrip').map(({ bikeId }) => bikeId);

async function rent(story: Story, rider: string, at: string, bikes: number): Promise<RentalView> {
  await scan(story, rider, at);
  const view = await rentAndTake(kioskAt(story, at), bikes);
  story.tell.rental(`${rider}'s ${bikes === 1 ? 'bike' : counted(bikes)}`, view);
  return view;
}

/** Brings bikes back one after another; tells what the ride came to, once the last is back. */
async function bringBack(story: Story, rider: string, to: string, bikes: string[]): Promise<void> {
  const kiosk = kioskAt(story, to);
  for (const bikeId of bikes) {
    const bay = await dock(kiosk, bikeId);
    story.tell.line(`${rider} brings ${bikeId} back to ${to}, bay ${bay}.`);
  }
  const ride = await readReceipt(kiosk, bikes.at(-1) ?? '');
  story.tell.line(`The kiosk says: ${[ride.price, ...ride.notes].join(' ')}`);
  await waitFor(kiosk, 'the facts to be told', ({ factsWaiting }) => (factsWaiting === 0 ? true : undefined));
}

/** Somebody who lives here and has a fare to pay registers, and rides free from the next scan on. */
async function registers(story: Story, rider: string, at: string, to: string): Promise<void> {
  const { city, tell } = story;
  await scan(story, rider, at);
  kioskAt(story, at).cancel();
  const { status } = await register(city, personCalled(story, rider));
  tell.line(
    `${rider} makes an account on the residents' page, registers licence and address, and is ${status} at once.`,
  );
  const view = await rent(story, rider, at, 1);
  await bringBack(story, rider, to, bikesOf(view));
}

/** A refusal as the screen has it, with the nearest kiosk that has bikes where it lists some. */
function words(kiosk: OpenKiosk, { title, message, showNearby }: Refused): string {
  const nearest = kiosk.state().nearby.find(({ bikes = 0 }) => bikes > 0);
  const elsewhere = showNearby && nearest ? ` Nearest bikes: ${nearest.name}, ${nearest.minutes} minutes on foot.` : '';
  return `${title}. ${message}${elsewhere}`;
}

async function refusedAtOnce(story: Story, rider: string, at: string): Promise<void> {
  const kiosk = kioskAt(story, at);
  kiosk.machine.scan(cardOf(personCalled(story, rider)));
  const shown = await screen(kiosk, 'howMany');
  if (shown.name === 'howMany') throw new Error(`${rider} should have been refused at ${at}.`);
  story.tell.line(`${rider} scans an ID at ${at}. The kiosk says: ${words(kiosk, shown)}`);
}

/** A visitor whose card pays for a ride to another kiosk, where the price is read and the light is complained of. */
async function visitor(story: Story, rider: string, at: string, to: string): Promise<RentalView> {
  await scan(story, rider, at);
  const view = await payAndTake(kioskAt(story, at), 1);
  story.tell.rental(`${rider}'s bike`, view);
  await bringBack(story, rider, to, bikesOf(view));
  for (const bikeId of bikesOf(view)) reportDamage(kioskAt(story, to), bikeId, 'lights', 'rideable');
  story.tell.line(
    `${rider} taps "Something is wrong", then "Lights" and "Annoying", sends the picture along, and is thanked.`,
  );
  return view;
}

/** A card that the acquirer declines: nothing moves. */
async function declined(story: Story, rider: string, at: string, tapped: SandboxCard): Promise<void> {
  await scan(story, rider, at);
  const kiosk = kioskAt(story, at);
  kiosk.choose(1);
  kiosk.machine.tap(tapped);
  const end = await screen(kiosk, 'refused');
  story.tell.line(`${rider} taps a card. The kiosk says: ${words(kiosk, end)}`);
}

/** A machine that is stuck with one bike: it tries again, then fetches the next. */
async function stuck(story: Story, rider: string, at: string): Promise<RentalView> {
  const kiosk = kioskAt(story, at);
  await scan(story, rider, at);
  kiosk.machine.fault('jam', 'always');
  const freed = waitFor(kiosk, 'another bike', ({ screen: shown }) =>
    shown.name === 'renting' && (shown.view?.bikes.length ?? 0) > 1 ? true : undefined,
  ).then(() => kiosk.machine.fault('jam', 'off'));
  const [view] = await Promise.all([rentAndTake(kiosk, 1), freed]);
  story.tell.rental(`${rider}'s bike, after one that would not come`, view);
  return view;
}

/** An operator stops a rental that is under way: what it held is given back, and a case says so. */
async function stopped(story: Story, rider: string, at: string): Promise<void> {
  const { tell, operator } = story;
  const kiosk = kioskAt(story, at);
  await scan(story, rider, at);
  const rentalId = kiosk.rent(1);
  await waitFor(kiosk, 'the bike to be on its way', ({ screen: shown }) =>
    shown.name === 'renting' && shown.view?.bikes.length === 1 ? true : undefined,
  );
  await operator.stop('rental', rentalId, 'The street is being closed.');
  tell.line(`The operator stops ${rider}'s rental: the street is being closed.`);
  const [first = '', ...rest] = await operator.cases({ action: 'list' });
  for (const line of [first, ...rest].flatMap((one) => one.split('\n'))) tell.line(`  ${line.trim()}`);
  for (const { state } of await operator.history('undo', `${rentalId}-all`)) tell.line(`  undo: ${state}`);
}

/** Two riders take the last bikes; whoever comes next is told at once, and where the next ones are. */
async function emptied(story: Story, at: string, to: string): Promise<void> {
  const taken = await rent(story, 'Tariq', at, 2);
  await refusedAtOnce(story, 'Odette', at);
  await bringBack(story, 'The couple', to, bikesOf(taken));
}

/** A rider says that the brakes are bad: nobody rides the bike until it is mended, and somebody has looked at it again. */
async function mended(story: Story, rider: string, at: string, to: string): Promise<void> {
  const { tell, city } = story;
  const view = await rent(story, rider, at, 1);
  const [bikeId = ''] = bikesOf(view);
  await bringBack(story, rider, to, [bikeId]);
  reportDamage(kioskAt(story, to), bikeId, 'brakes', 'dangerous');
  tell.line(
    `${rider} taps "Something is wrong", then "Brakes" and "Dangerous", and sends the picture along: ${bikeId} is not on offer any more.`,
  );
  const mechanic = await mechanicOf(city);
  const order = await mechanic.find(bikeId, to);
  tell.line(`The mechanic's list: ${order.bikeId} at ${order.place?.kioskName}, ${order.priority}.`);
  await mechanic.mend(order, 'brakes');
  tell.line('The mechanic starts, mends the brakes, takes a photo, goes through the checklist and is done.');
  const closed = await mechanic.passes(order);
  tell.line(`A colleague inspects it: it passes, and is on offer again since ${closed.closedAt?.slice(11, 19)} UTC.`);
}

/** What an operator reads of a rental and its ride. */
async function histories({ tell, operator }: Story, { rentalId }: RentalView): Promise<void> {
  for (const workflow of ['rental', 'ride']) {
    for (const { seconds, state } of await operator.history(workflow, rentalId))
      tell.line(`  ${seconds.toFixed(1).padStart(6)} s  ${workflow}: ${state}`);
  }
}

/** The public feed as it is at the end of the day, which has not a minute left to wait for the next. */
async function tripPlanners({ city, operator, tell, feedFolder }: Story): Promise<void> {
  await operator.publishFeed();
  for (const line of await readAsTripPlanner(city.address, feedFolder)) tell.line(line);
}

/** Tells the day from the first bike to the last case. */
export async function day(story: Story): Promise<void> {
  const { tell } = story;
  tell.chapter('A resident registers');
  await registers(story, 'Mina', 'botanic-garden', 'hospital');

  tell.chapter('One bike');
  const one = await rent(story, 'Marta', 'harbour-steps', 1);
  await bringBack(story, 'Marta', 'library', bikesOf(one));

  tell.chapter('A family of three');
  const three = await rent(story, 'Jonas', 'market-hall', 3);
  await bringBack(story, 'The family', 'botanic-garden', bikesOf(three));

  tell.chapter('A visitor');
  const paid = await visitor(story, 'Greta', 'station-east', 'university');

  tell.chapter('A card that is declined');
  await declined(story, 'Walter', 'hospital', 'declined');

  tell.chapter('A bike that will not come');
  const swapped = await stuck(story, 'Tariq', 'swan-bridge');
  await bringBack(story, 'Tariq', 'stadium', bikesOf(swapped));

  tell.chapter('An honest no');
  await refusedAtOnce(story, 'Samuel', 'clock-tower');
  await refusedAtOnce(story, 'Priya', 'rope-walk');

  tell.chapter('A kiosk that runs empty');
  await emptied(story, 'station-west', 'clock-tower');

  tell.chapter('A bike that is mended');
  await mended(story, 'Lena', 'university', 'stadium');

  tell.chapter('What the operator reads of the visitor’s rental');
  await histories(story, paid);

  tell.chapter('A rental that the operator stops');
  await stopped(story, 'Priya', 'library');

  tell.chapter('What trip planners read');
  await tripPlanners(story);
}
