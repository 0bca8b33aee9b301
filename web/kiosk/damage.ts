import type { DamagedPart, ReturnView, Severity } from '../../kiosk/web/contract.ts';
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

const SEVERITY_WORDS: Record<Severity, string> = {
  rideable: 'Annoying, but one can ride',
  hardToRide: 'Hard to ride',
  dangerous: 'Dangerous',
};

const HOW_BAD = 'How bad is it?';
const SEND_PICTURE = 'Send the picture along that was taken as it came back?';

/** What is said of a bike that has something wrong with it, once its rider has said all that they want to. */
function damageThanks(part: DamagedPart): string {
  const what = part === 'other' ? 'it' : `its ${PART_WORDS[part].toLowerCase()}`;
  return `Thank you for telling us. A mechanic looks at ${what}.`;
}

/** What the screen asks or says of the damage; undefined where nothing was tapped. */
export function damageWords({ bikeId, damage, severity, photo }: ReturnView): string | undefined {
  if (damage === undefined) return undefined;
  if (damage === 'asked') return `What is wrong with ${bikeId}?`;
  if (severity === undefined) return HOW_BAD;
  return photo === 'offered' ? SEND_PICTURE : damageThanks(damage);
}

type Answer = { part: DamagedPart } | { severity: Severity } | { withPhoto: boolean };

/** A question with a button for each answer. */
function question(bikeId: string, words: string, answers: [string, Answer][], shown?: HTMLElement): HTMLElement {
  const buttons = answers.map(([label, answer]) =>
    element('button', { class: 'part', click: () => void post('damage', { bikeId, ...answer }) }, label),
  );
  return element(
    'div',
    { class: 'parts', role: 'group', 'aria-label': words },
    element('p', { class: 'question' }, words),
    shown,
    ...buttons,
  );
}

/** The bike as the camera saw it: whoever sends it along sees what they send. */
function picture(bikeId: string): HTMLElement {
  return element('img', { class: 'picture', src: `./pictures/${bikeId}`, alt: `${bikeId}, as it came back` });
}

/**
 * The taps: that something is wrong with the bike, where, how bad, and whether its picture goes along. Each counts as soon
 * as it is made; after the last there is nothing more to tap.
 */
export function damageOf(view: ReturnView): HTMLElement {
  const { bikeId, damage, severity, photo } = view;
  const words = damageWords(view);
  if (damage === undefined || words === undefined)
    return element(
      'button',
      {
        class: 'quiet wrong',
        'aria-label': `Something is wrong with ${bikeId}`,
        click: () => void post('damage', { bikeId }),
      },
      'Something is wrong',
    );
  if (damage === 'asked') {
    const parts = Object.entries(PART_WORDS) as [DamagedPart, string][];
    return question(
      bikeId,
      words,
      parts.map(([part, label]) => [label, { part }]),
    );
  }
  if (severity === undefined) {
    const levels = Object.entries(SEVERITY_WORDS) as [Severity, string][];
    return question(
      bikeId,
      words,
      levels.map(([level, label]) => [label, { severity: level }]),
    );
  }
  if (photo !== 'offered') return element('p', { class: 'told' }, words);
  const answers: [string, Answer][] = [
    ['Send it', { withPhoto: true }],
    ['No picture', { withPhoto: false }],
  ];
  return question(bikeId, words, answers, picture(bikeId));
}
