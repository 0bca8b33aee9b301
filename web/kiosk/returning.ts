import type { PageState, ReturnView } from '../../kiosk/web/contract.ts';
import { damageOf, damageWords } from './damage.ts';
import { element } from './dom.ts';
import { nearbyList } from './screen.ts';
import type { Shown } from './shown.ts';
import { timeOfDay } from './words.ts';

const WORDS: Record<Exclude<ReturnView['phase'], 'docked'>, [string, string]> = {
  waiting: ['Welcome back', 'The hatch is busy. One moment, please.'],
  opening: ['Welcome back', 'The door is opening.'],
  open: ['Put your bike in', 'Push it into the hatch until it clicks.'],
  stowing: ['Thank you', 'Your ride has ended. We are putting the bike away.'],
  notReturned: ['No bike came', 'The door is closed again. Your ride goes on.'],
  full: [
    'This kiosk is full',
    'Sorry! Your next minutes are free of charge, once on this ride. Please bring the bike to a free place nearby.',
  ],
  closed: [
    'This kiosk is closed',
    'Sorry! Your next minutes are free of charge, once on this ride. Please bring the bike to a free place nearby.',
  ],
  fault: ['Something is stuck', 'If your bike is in the hatch, your ride has ended. Thank you for your patience.'],
};

/** The return of a bike, beside whatever else goes on. */
export function showReturn(state: PageState): Shown | undefined {
  const { returning, returned } = state;
  if (!returning) return undefined;
  const [title, lead] = returning.phase === 'docked' ? docked(returning) : WORDS[returning.phase];
  // A family's bikes share one price, which is told once.
  const told = new Set(returning.ride && [returning.ride.rentalId]);
  const isNew = ({ ride }: ReturnView) => ride !== undefined && !told.has(ride.rentalId) && told.add(ride.rentalId);
  const content = element(
    'div',
    { class: `return ${returning.phase}` },
    element('h2', { tabindex: -1 }, title),
    element('p', {}, lead),
    (returning.phase === 'full' || returning.phase === 'closed') && nearbyList(state, 'docks'),
    rideOf(returning),
    returning.phase === 'docked' && damageOf(returning),
    receiptOf(returning),
    ...returned.map((view) =>
      element(
        'div',
        { class: 'earlier' },
        element('p', {}, docked(view)[1]),
        isNew(view) && rideOf(view),
        damageOf(view),
        receiptOf(view),
      ),
    ),
  );
  return { content, spoken: spokenOf(title, lead, returning) };
}

function spokenOf(title: string, lead: string, view: ReturnView): string {
  const { ride } = view;
  const words = damageWords(view);
  // A question stands for itself.
  if (words?.endsWith('?')) return words;
  return [`${title.replace(/[.!]$/, '')}. ${lead}`, ride?.price, ...(ride?.notes ?? []), words]
    .filter(Boolean)
    .join(' ');
}

/** What the ride came to, and the receipt to open or to keep. */
function rideOf({ ride }: ReturnView): HTMLElement | undefined {
  if (!ride) return undefined;
  const address = `./receipts/${ride.rentalId}`;
  return element(
    'div',
    { class: 'ride' },
    element('p', { class: 'price' }, ride.price),
    ...ride.notes.map((note) => element('p', {}, note)),
    ride.hasReceipt &&
      element(
        'p',
        { class: 'links' },
        element('a', { href: address, target: '_blank', rel: 'noopener' }, 'Open the receipt'),
        element('a', { href: `${address}?download`, download: true }, 'Download it'),
      ),
  );
}

/** The end of what the kiosk has signed, until there is a receipt that has the whole of it. */
function receiptOf({ receipt, ride }: ReturnView): HTMLElement | undefined {
  return receipt === undefined || ride?.hasReceipt
    ? undefined
    : element('p', { class: 'receipt', title: receipt }, `Receipt …${receipt.slice(-16)}`);
}

function docked({ bikeId, bay, at }: ReturnView): [string, string] {
  return ['Thank you!', `${bikeId} is back since ${at ? timeOfDay(at) : 'now'} and sleeps in bay ${bay}.`];
}
