import type { RentalView } from '../../functions/orchestration/contract.ts';
import type { PageState } from '../../kiosk/web/contract.ts';
import { element } from './dom.ts';
import { hueOf } from './shapes.ts';
import { heading, type Shown } from './shown.ts';
import { hasJustFailed, isDone, type SlotView, slotsOf } from './slots.ts';
import { bikes, heldWords, timeOfDay } from './words.ts';

type Bike = RentalView['bikes'][number];
type Renting = Extract<PageState['screen'], { name: 'renting' }>;
type Thanks = Extract<PageState['screen'], { name: 'thanks' }>;

/** What each step means to the rider. */
const STEP_WORDS: Record<Bike['step'], string> = {
  reserved: 'Reserved',
  moving: 'On its way',
  atHatch: 'At the hatch',
  checkedOut: 'Checked out',
  photographed: 'Photo taken',
  notPhotographed: 'No photo',
  doorOpen: 'Door open',
  taken: 'Taken',
  onTrip: 'Riding',
  overdue: 'Overdue',
  missing: 'Missing',
  returned: 'Returned',
  notTaken: 'Not taken',
  failed: 'Did not come',
  released: 'Put back',
};
/** The way of a bike that all goes well with; how it goes on from the door is told by the closing words. */
const WAY: Bike['step'][] = ['reserved', 'moving', 'atHatch', 'checkedOut', 'photographed', 'doorOpen', 'taken'];

/** A rental while it goes on: what to do now, and every bike with its steps. */
export function rentalScreen({ bikes: asked, view }: Renting): Shown {
  const slots = slotsOf(view?.bikes ?? []);
  const current = slots.find((slot) => !isDone(slot));
  const [title, lead] = hasJustFailed(view?.bikes ?? []) ? SHY : whatNow(slots, current, asked);
  const content = element(
    'div',
    { class: `view renting ${current?.now ?? ''}` },
    ...heading(title, lead),
    bikeList(slots),
  );
  return { content, spoken: `${title}. ${lead}` };
}

/** A jam, told to somebody who can do nothing about it and need not worry. */
const SHY: [string, string] = [
  'That one is shy',
  'It does not want to come out. We try again, or bring you another one.',
];

function whatNow(slots: SlotView[], current: SlotView | undefined, asked: number): [string, string] {
  return current || slots.length === 0 ? say(current, asked) : sayGone(slots);
}

function say(current: SlotView | undefined, asked: number): [string, string] {
  const which = asked > 1 && current ? ` ${current.bike.slot}\u00a0of\u00a0${asked}` : '';
  switch (current?.now) {
    case 'doorOpen':
      return [which ? `Take bike${which}` : 'Take your bike', 'The door is open. Lift it out by the saddle.'];
    case 'notPhotographed':
      return [which ? `Bike${which} is yours` : 'It is yours', 'The camera missed it, never mind. The door opens.'];
    case 'photographed':
      return [
        which ? `Bike${which} is yours` : 'It is yours',
        'The photo keeps old scratches off your name. The door opens.',
      ];
    case 'checkedOut':
      return [
        which ? `Bike${which} is checked out` : 'Checked out',
        'It has its photo taken, and then the door opens.',
      ];
    case 'atHatch':
      return [which ? `Bike${which} is here` : 'Here it is', 'The door opens in a moment.'];
    case 'moving':
      return [which ? `Bike${which} is on its way` : 'Your bike is on its way', bringing(current)];
    default:
      if (current?.insteadOf)
        return ['Another one instead', `${current.bike.bikeId} takes the place of ${current.insteadOf}.`];
      if (current && current.bike.slot > 1) return [`Now bike${which}`, 'It comes to the hatch on the left.'];
      return [
        asked === 1 ? 'Getting your bike' : `Getting your ${bikes(asked)}`,
        `${asked === 1 ? 'It comes' : 'They come one by one'} to the hatch on the left.`,
      ];
  }
}

function bringing({ bike, insteadOf }: SlotView): string {
  const brings = `The crane brings ${insteadOf ? bike.bikeId : 'it'} from bay ${bike.bay}.`;
  return insteadOf ? `${insteadOf} did not want to come out. ${brings}` : brings;
}

/** No bike is on its way any more, and the closing words have yet to come. */
function sayGone(slots: SlotView[]): [string, string] {
  const isTaken = slots.some(({ now }) => now === 'taken' || now === 'onTrip');
  return isTaken ? ['There you go!', 'The door closes behind you.'] : ['One moment', 'We are putting the bike away.'];
}

/** The last screen: what was handed over, honestly. */
export function thanksScreen({ view, bikes: taken }: Thanks): Shown {
  const all = taken === view.bikesAsked;
  const title = taken === 0 ? 'Maybe next time' : 'Have a good ride!';
  const lead = all
    ? `${bikes(taken)} taken. Bring ${taken === 1 ? 'it' : 'them'} back to any kiosk.`
    : partly(taken, view);
  const held = heldWords(view.payment);
  const notes = [
    held,
    `Rental ${view.rentalId.slice(0, 8)}, ${timeOfDay(view.requestedAt)}. The ride counts from the moment you took it.`,
  ].filter((note) => note !== undefined);
  const content = element(
    'div',
    { class: 'view thanks' },
    ...heading(title, lead),
    bikeList(slotsOf(view.bikes)),
    ...(taken > 0 ? notes.map((note) => element('p', { class: 'note' }, note)) : []),
  );
  return { content, spoken: `${title} ${lead}${held && taken > 0 ? ` ${held}` : ''}` };
}

function partly(taken: number, view: RentalView): string {
  const handed = taken === 0 ? 'No bike was taken' : `You have ${bikes(taken)} of the ${view.bikesAsked} you asked for`;
  return `${handed}. ${whyFewer(view.reason)} You pay only for what you took.`;
}

/** Why there are fewer bikes than asked for: by the error's name, as the workflow caught it. */
function whyFewer(reason: string | undefined): string {
  switch (reason) {
    case 'HardwareFault':
    case 'BikeMisplaced':
    case 'PowerLost':
      return 'The machine could not bring more.';
    case 'BikeUnavailable':
      return 'There were no more here.';
    case 'BikeNotTaken':
      return 'What you left in the hatch went back.';
    case 'SessionExpired':
    case 'RiderNotVouched':
      return 'Your licence check had run out.';
    default:
      return 'The kiosk could not hand over more.';
  }
}

function bikeList(slots: SlotView[]): HTMLElement {
  const item = (slot: SlotView) => {
    const { bike, now } = slot;
    // The bike that was taken is in the rider's hands: that its trip has started says nothing new to them. And of a
    // bike that came after all, that it had not before.
    const told = bike.steps.filter(({ step }) => step !== 'onTrip' && (step !== 'failed' || now === 'failed'));
    const passed = told.map(({ step, at }) =>
      element(
        'li',
        { class: step, title: timeOfDay(at), 'aria-current': step === told.at(-1)?.step && 'step' },
        STEP_WORDS[step],
      ),
    );
    const reached = now === 'notPhotographed' ? 'photographed' : now;
    const ahead = isDone(slot) ? [] : WAY.slice(WAY.indexOf(reached) + 1);
    const awaited = ahead.map((step) => element('li', { class: 'ahead', 'aria-hidden': 'true' }, STEP_WORDS[step]));
    return element(
      'li',
      { style: `--hue: ${hueOf(bike.bikeId)}` },
      element('strong', {}, bike.bikeId),
      element('ol', { class: 'steps' }, ...passed, ...awaited),
    );
  };
  return element('ol', { class: 'bikes' }, ...slots.map(item));
}
