import type { DamagedPart, ReturnView } from '../../kiosk/web/contract.ts';
import { post } from './ask.ts';
import { element } from './dom.ts';

const PART_WORDS: Record<DamagedPart, string> = {
  brakes: 'Brakes',
  tyres: 'Tyres',
  chain: 'Chain',
  lights: 'Lights',
  saddle: 'Saddle',
  frame: 'Frame',
  other: 'Something else',
};

/** What is said of a bike that has something wrong with it, once its rider has said where. */
export function damageThanks(part: DamagedPart): string {
  const what = part === 'other' ? 'it' : `its ${PART_WORDS[part].toLowerCase()}`;
  return `Thank you for telling us. A mechanic looks at ${what}.`;
}

/** The two taps: that something is wrong with the bike, and where. After the second there is nothing more to tap. */
export function damageOf({ bikeId, damage }: ReturnView): HTMLElement {
  if (damage === undefined) {
    const label = `Something is wrong with ${bikeId}`;
    return element(
      'button',
      { class: 'quiet wrong', 'aria-label': label, click: () => void post('damage', { bikeId }) },
      'Something is wrong',
    );
  }
  if (damage !== 'asked') return element('p', { class: 'told' }, damageThanks(damage));
  const parts = Object.entries(PART_WORDS).map(([part, words]) =>
    element('button', { class: 'part', click: () => void post('damage', { bikeId, part }) }, words),
  );
  const label = `What is wrong with ${bikeId}?`;
  return element(
    'div',
    { class: 'parts', role: 'group', 'aria-label': label },
    element('p', { class: 'question' }, label),
    ...parts,
  );
}
