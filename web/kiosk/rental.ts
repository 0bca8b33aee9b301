import type { RentalView } from '../../functions/orchestration/contract.ts';
import type { PageState } from '../../kiosk/web/contract.ts';
import { element } from './dom.ts';
import { heading, type Shown } from './screen.ts';
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
const DONE = new Set<Bike['step']>(['taken', 'onTrip', 'returned', 'notTaken', 'failed', 'released']);

/** A rental while it goes on: what to do now, and every bike with its steps. */
export function rentalScreen({ bikes: asked, view }: Renting): Shown {
  const current = view?.bikes.find(({ step }) => !DONE.has(step));
  const [title, lead] = say(current, asked);
  const content = element(
    'div',
    { class: `view renting ${current?.step ?? ''}` },
    ...heading(title, lead),
    bikeList(view?.bikes ?? []),
  );
  return { content, spoken: `${title}. ${lead}` };
}

function say(current: Bike | undefined, asked: number): [string, string] {
  const which = asked > 1 && current ? ` ${current.slot} of ${asked}` : '';
  switch (current?.step) {
    case 'doorOpen':
      return [`Take your bike${which}`, 'The hatch is open. Lift it out by the saddle.'];
    case 'atHatch':
      return [`Here it is${which}`, 'The door opens in a moment.'];
    case 'moving':
      return [`Fetching bike${which}`, `It comes from bay ${current.bay}.`];
    default:
      return [asked === 1 ? 'Getting your bike' : `Getting your ${bikes(asked)}`, 'It comes to the hatch on the left.'];
  }
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
    const steps = bike.steps.map(({ step, at }) =>
      element('li', { class: step, title: timeOfDay(at) }, STEP_WORDS[step]),
    );
    return element('li', {}, element('strong', {}, bike.bikeId), element('ol', { class: 'steps' }, ...steps));
  };
  return element('ol', { class: 'bikes' }, ...list.map(item));
}
