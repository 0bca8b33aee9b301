import type { NearbyKiosk, PageState } from '../../kiosk/web/contract.ts';
import { post } from './ask.ts';
import { element } from './dom.ts';
import { rentalScreen, thanksScreen } from './rental.ts';
import { heading, type Shown } from './shown.ts';
import { ageWords, bikes, fareWords, holdWords, staleWords, timeOfDay } from './words.ts';

/** The rider's half of the page, for each place in the two prompts. */
export function showScreen(state: PageState): Shown {
  const { screen } = state;
  switch (screen.name) {
    case 'idle':
      return idle(state);
    case 'checking':
      return plain(
        'checking',
        'One moment',
        'We are checking your licence with the city.',
        element('div', { class: 'waiting-wheel', 'aria-hidden': 'true' }),
      );
    case 'howMany':
      return howMany(screen);
    case 'renting':
      return rentalScreen(screen);
    case 'thanks':
      return thanksScreen(screen);
    case 'holding':
      return plain(
        'checking',
        'One moment',
        `We are asking ${screen.kioskName} to keep a bike for you.`,
        element('div', { class: 'waiting-wheel', 'aria-hidden': 'true' }),
      );
    case 'held':
      return held(screen);
    case 'refused': {
      const list = screen.showNearby ? nearbyList(state, 'bikes', screen.mayHold && hold) : undefined;
      const again = element('button', { class: 'quiet', click: () => void post('cancel') }, 'Start again');
      return plain('refused', screen.title, screen.message, list, again);
    }
  }
}

function plain(name: string, title: string, lead: string, ...rest: Array<HTMLElement | undefined>): Shown {
  const content = element('div', { class: `view ${name}` }, ...heading(title, lead), ...rest);
  return { content, spoken: `${title}. ${lead}` };
}

function held({ kioskName, walkMinutes, until }: Extract<PageState['screen'], { name: 'held' }>): Shown {
  const lead = `It is yours until ${timeOfDay(until)}, ${walkMinutes} min on foot from here. Scan your ID there.`;
  const done = element('button', { class: 'quiet', click: () => void post('cancel') }, 'Done');
  return plain('held', `A bike waits at ${kioskName}`, lead, done);
}

/** Has a bike wait at a kiosk nearby. */
const hold = ({ kioskId }: NearbyKiosk) => void post('hold', { kioskId });

function idle(state: PageState): Shown {
  const nothing = nothingHere(state);
  if (nothing) return plain('idle empty', ...nothing, nearbyList(state, 'bikes'));
  const scanner = element('div', { class: 'reader', 'aria-hidden': 'true' }, element('div', { class: 'licence' }));
  return plain('idle', 'Scan your ID', 'Hold the back of your driver’s licence to the reader.', scanner);
}

const NOT_RENTING: Record<Exclude<PageState['here']['service'], 'open'>, [string, string]> = {
  returnsOnly: ['Returns only', 'This kiosk takes bikes back, and gives none at the moment.'],
  closed: ['This kiosk is closed', 'It gives no bikes, and takes none back.'],
  notInService: ['Not in service yet', 'The city has not opened this kiosk.'],
};

/** Why nobody who comes now gets a bike here. */
function nothingHere({ here, machine }: PageState): [string, string] | undefined {
  if (here.service !== 'open') return NOT_RENTING[here.service];
  if (here.bikes > 0) return undefined;
  const stand = machine.bays.some(({ bikeId }) => bikeId !== null);
  return ['No bikes here right now', stand ? 'Those that you see are taken, or out of order.' : 'All of them are out.'];
}

/** A resident's number is the answer; a visitor's is how many bikes the tap of a card will ask for. */
function howMany({ kind, partyLimit, offer, chosen, note }: Extract<PageState['screen'], { name: 'howMany' }>): Shown {
  const title = 'How many bikes?';
  const fare = fareWords(offer.fare);
  const isVisitor = kind === 'visitor';
  const choose = (count: number) =>
    element(
      'button',
      {
        class: 'count',
        'aria-label': bikes(count),
        ...(isVisitor && { 'aria-pressed': String(count === chosen) }),
        click: () => void post(isVisitor ? 'choice' : 'rental', { bikes: count }),
      },
      String(count),
    );
  const counts = Array.from({ length: offer.bikesMax }, (_, index) => choose(index + 1));
  const out = offer.bikesOut > 0 ? `You have ${bikes(offer.bikesOut)} out already. ` : '';
  const limit = offer.bikesMax < partyLimit ? `${out}Up to ${bikes(offer.bikesMax)} here and now.` : out;
  const tap = `Tap your card for ${bikes(chosen).replace(' ', '\u00a0')}.`;
  const hold = holdWords(offer.fare, chosen);
  const content = element(
    'div',
    { class: 'view how-many' },
    ...heading(title, fare),
    note !== undefined && element('p', { class: 'note' }, note),
    limit !== '' && element('p', { class: 'note' }, limit),
    element(
      'div',
      { class: 'answers' },
      element('div', { class: 'counts', role: 'group', 'aria-label': title }, ...counts),
      isVisitor && element('p', { class: 'tap' }, element('span', { class: 'card', 'aria-hidden': 'true' }), tap),
      isVisitor && element('p', { class: 'note' }, hold),
      element('button', { class: 'quiet', click: () => void post('cancel') }, 'No thanks'),
    ),
  );
  return { content, spoken: `${title} ${fare}${isVisitor ? ` ${tap} ${hold}` : ''}` };
}

/** A bike is held for ten minutes, where the city has not said otherwise: nobody is sent further than that. */
const REACH_MINUTES = 10;
const isInReach = ({ bikes: standing = 0, minutes }: NearbyKiosk) => standing > 0 && minutes <= REACH_MINUTES;

/**
 * Where else to go, nearest first, with how old the news is. What is too old says nothing of bikes, or of places.
 * `onHold`: a bike may wait there for who asks.
 */
export function nearbyList(
  { nearby, here }: PageState,
  wanted: 'bikes' | 'docks',
  onHold?: false | ((kiosk: NearbyKiosk) => void),
): HTMLElement {
  const useful = nearby.filter((kiosk) => kiosk[wanted] !== 0).slice(0, 3);
  if (useful.length === 0) return element('p', { class: 'note' }, 'We know of none nearby, sorry.');
  const row = (kiosk: NearbyKiosk) => {
    const count = kiosk[wanted];
    const what = wanted === 'bikes' ? bikes(count ?? 0) : `${count} free`;
    return element(
      'li',
      {},
      element('strong', {}, kiosk.name),
      element('span', { class: 'walk' }, `${kiosk.minutes} min on foot`),
      element('span', { class: 'count-here' }, count === undefined ? '' : what),
      element('small', {}, count === undefined ? '' : ageWords(kiosk.ageMinutes)),
      onHold &&
        isInReach(kiosk) &&
        element('button', { class: 'quiet hold', click: () => onHold(kiosk) }, `Hold one for me at ${kiosk.name}`),
    );
  };
  const isKnown = useful.some((kiosk) => kiosk[wanted] !== undefined);
  const known = wanted === 'bikes' ? 'The nearest bikes' : 'The nearest free places';
  const caption = isKnown ? known : 'The nearest kiosks';
  return element(
    'section',
    { class: 'nearby', 'aria-label': caption },
    element('h2', {}, caption),
    !isKnown && element('p', { class: 'stale' }, staleWords(here.heardMinutesAgo, wanted)),
    element('ol', {}, ...useful.map(row)),
  );
}
