import type { RentalView } from '../../functions/orchestration/contract.ts';
import type { PageState } from '../../kiosk/web/contract.ts';
import { element } from './dom.ts';
import { hueOf } from './shapes.ts';
import { heading, type Shown } from './shown.ts';
import { bikes, timeOfDay } from './words.ts';

type Bike = RentalView['bikes'][number];
type Renting = Extract<PageState['screen'], { name: 'renting' }>;
type Thanks = Extract<PageState['screen'], { name: 'thanks' }>;

/** What each step means to the rider. */
const STEP_WORDS: Record<Bike['step'], string> = {
  reserved: 'Reserved',
  moving: 'On its way',
  atHatch: 'At the hatch',
  doorOpen: 'Door open',
  taken: 'Taken',
  onTrip: 'Riding',
  returned: 'Returned',
  notTaken: 'Not taken',
  failed: 'Did not work',
  released: 'Put back',
};
/** The way of a bike that all goes well with; how it goes on from the door is told by the closing words. */
const WAY: Bike['step'][] = ['reserved', 'moving', 'atHatch', 'doorOpen', 'taken'];
const DONE = new Set<Bike['step']>(['taken', 'onTrip', 'returned', 'notTaken', 'failed', 'released']);

/** A rental while it goes on: what to do now, and every bike with its steps. */
export function rentalScreen({ bikes: asked, view }: Renting): Shown {
  const current = view?.bikes.find(({ step }) => !DONE.has(step));
  const [title, lead] = current || !view?.bikes.length ? say(current, asked) : sayGone(view.bikes);
  const content = element(
    'div',
    { class: `view renting ${current?.step ?? ''}` },
    ...heading(title, lead),
    bikeList(view?.bikes ?? []),
  );
  return { content, spoken: `${title}. ${lead}` };
}

function say(current: Bike | undefined, asked: number): [string, string] {
  const which = asked > 1 && current ? ` ${current.slot}\u00a0of\u00a0${asked}` : '';
  switch (current?.step) {
    case 'doorOpen':
      return [which ? `Take bike${which}` : 'Take your bike', 'The door is open. Lift it out by the saddle.'];
    case 'atHatch':
      return [which ? `Bike${which} is here` : 'Here it is', 'The door opens in a moment.'];
    case 'moving':
      return [which ? `Bike${which} is coming` : 'Here it comes', `The crane brings it from bay ${current.bay}.`];
    default:
      if (current && current.slot > 1) return [`Now bike${which}`, 'It comes to the hatch on the left.'];
      return [
        asked === 1 ? 'Getting your bike' : `Getting your ${bikes(asked)}`,
        `${asked === 1 ? 'It comes' : 'They come one by one'} to the hatch on the left.`,
      ];
  }
}

/** No bike is on its way any more, and the closing words have yet to come. */
function sayGone(list: Bike[]): [string, string] {
  const isTaken = list.some(({ step }) => step === 'taken' || step === 'onTrip');
  return isTaken ? ['There you go!', 'The door closes behind you.'] : ['One moment', 'We are putting the bike away.'];
}

/** The last screen: what was handed over, honestly. */
export function thanksScreen({ view, bikes: taken }: Thanks): Shown {
  const all = taken === view.bikesAsked;
  const title = taken === 0 ? 'Maybe next time' : 'Have a good ride!';
  const lead = all
    ? `${bikes(taken)} taken. Bring ${taken === 1 ? 'it' : 'them'} back to any kiosk.`
    : partly(taken, view);
  const receipt = element(
    'p',
    { class: 'note' },
    `Rental ${view.rentalId.slice(0, 8)}, ${timeOfDay(view.requestedAt)}. The ride counts from the moment you took it.`,
  );
  const content = element(
    'div',
    { class: 'view thanks' },
    ...heading(title, lead),
    bikeList(view.bikes),
    taken > 0 && receipt,
  );
  return { content, spoken: `${title} ${lead}` };
}

function partly(taken: number, view: RentalView): string {
  const handed = taken === 0 ? 'No bike was taken' : `You have ${bikes(taken)} of the ${view.bikesAsked} you asked for`;
  return `${handed}. You pay nothing for the rest.`;
}

function bikeList(list: Bike[]): HTMLElement {
  const item = (bike: Bike) => {
    // The bike that was taken is in the rider's hands: that its trip has started says nothing new to them.
    const told = bike.steps.filter(({ step }) => step !== 'onTrip');
    const passed = told.map(({ step, at }) =>
      element(
        'li',
        { class: step, title: timeOfDay(at), 'aria-current': step === told.at(-1)?.step && 'step' },
        STEP_WORDS[step],
      ),
    );
    const ahead = DONE.has(bike.step) ? [] : WAY.slice(WAY.indexOf(bike.step) + 1);
    const awaited = ahead.map((step) => element('li', { class: 'ahead', 'aria-hidden': 'true' }, STEP_WORDS[step]));
    return element(
      'li',
      { style: `--hue: ${hueOf(bike.bikeId)}` },
      element('strong', {}, bike.bikeId),
      element('ol', { class: 'steps' }, ...passed, ...awaited),
    );
  };
  return element('ol', { class: 'bikes' }, ...list.map(item));
}
