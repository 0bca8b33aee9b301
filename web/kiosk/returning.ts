import type { PageState, ReturnView } from '../../kiosk/web/contract.ts';
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
  full: ['This kiosk is full', 'Please take the bike to another one. Your ride goes on until then.'],
  fault: ['Something is stuck', 'If your bike is in the hatch, your ride has ended. Thank you for your patience.'],
};

/** The return of a bike, beside whatever else goes on. */
export function showReturn(state: PageState): Shown | undefined {
  const { returning } = state;
  if (!returning) return undefined;
  const [title, lead] = returning.phase === 'docked' ? docked(returning) : WORDS[returning.phase];
  const content = element(
    'div',
    { class: `return ${returning.phase}` },
    element('h2', {}, title),
    element('p', {}, lead),
    returning.phase === 'full' && nearbyList(state.nearby, 'docks'),
    receiptOf(returning),
    ...state.returned.map((view) =>
      element('div', { class: 'earlier' }, element('p', {}, docked(view)[1]), receiptOf(view)),
    ),
  );
  return { content, spoken: `${title}. ${lead}` };
}

function receiptOf({ receipt }: ReturnView): HTMLElement | undefined {
  return receipt === undefined
    ? undefined
    : element('p', { class: 'receipt', title: receipt }, `Receipt …${receipt.slice(-16)}`);
}

function docked({ bikeId, bay, at }: ReturnView): [string, string] {
  return ['Thank you!', `${bikeId} is back since ${at ? timeOfDay(at) : 'now'} and sleeps in bay ${bay}.`];
}
