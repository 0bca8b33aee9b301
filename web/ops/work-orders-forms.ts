import type { Checklist, UsedPart } from '../../functions/workshop/contract.ts';
import { button, make } from '../shared/dom.ts';
import { photoField, type Shown } from './work-photo-field.ts';

const CHECKED: ReadonlyArray<readonly [keyof Checklist, string]> = [
  ['brakes', 'Brakes'],
  ['tyres', 'Tyres'],
  ['chain', 'Chain'],
  ['lights', 'Lights'],
  ['saddle', 'Saddle'],
  ['frame', 'Frame'],
];

/** What is used most: one press each, for hands in gloves. */
const COMMON_PARTS = ['Brake pad', 'Inner tube', 'Tyre', 'Chain', 'Lamp', 'Saddle'];

/** The two answers to how a part was found, each as large as a thumb. */
function answers(part: string, label: string): HTMLElement {
  const one = (value: string, words: string) => {
    const id = `${part}-${value}`;
    const input = make('input', { type: 'radio', name: part, id, value, required: '' });
    return make('span', { class: 'answer' }, input, make('label', { for: id }, words));
  };
  return make('fieldset', {}, make('legend', {}, label), one('fine', 'Fine'), one('mended', 'Mended'));
}

/**
 * The checklist, a photo, a note, and the button that says that all of it is done.
 *
 * @param sendPhoto gives the id of a picture of the work that was sent. Throws Refused.
 */
export function finishForm(
  send: (done: { checklist: Checklist; note: string; shown: Shown }) => Promise<void>,
  sendPhoto: (picture: HTMLCanvasElement) => Promise<string>,
): HTMLElement {
  const photo = photoField(sendPhoto);
  const note = make('textarea', { id: 'note', rows: '3', maxlength: '500' });
  const form = make(
    'form',
    { id: 'finish' },
    ...CHECKED.map(([part, label]) => answers(part, label)),
    photo.drawn,
    make('label', { for: 'note' }, 'A note for whoever inspects it, if there is one'),
    note,
    make('button', { type: 'submit' }, 'Finished'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const checklist = Object.fromEntries(CHECKED.map(([part]) => [part, given.get(part)])) as Checklist;
    void photo.given().then((shown) => send({ checklist, note: note.value.trim(), shown }));
  });
  return form;
}

function usedWords(parts: readonly UsedPart[]): string {
  const counts = new Map<string, number>();
  for (const { name, count } of parts) counts.set(name, (counts.get(name) ?? 0) + count);
  const words = [...counts].map(([name, count]) => `${count} × ${name}`);
  return words.length === 0 ? 'No parts yet.' : words.join(', ');
}

/** What was used so far. */
export const partsList = (parts: readonly UsedPart[]) => make('p', { role: 'status' }, usedWords(parts));

/**
 * Buttons for the parts that are used most, and a field for any other. What is written into the rest of the page
 * meanwhile stays.
 *
 * @param add gives all parts that are used by then; undefined where it was refused, which the page has said.
 */
export function partsForm(
  parts: readonly UsedPart[],
  add: (part: UsedPart) => Promise<readonly UsedPart[] | undefined>,
): HTMLElement {
  const used = partsList(parts);
  const use = async (name: string): Promise<boolean> => {
    const all = await add({ name, count: 1 });
    if (all) used.textContent = usedWords(all);
    return all !== undefined;
  };
  const field = make('input', { id: 'name', maxlength: '60', autocomplete: 'off', required: '' });
  const form = make(
    'form',
    {},
    make('label', { for: 'name' }, 'Another part'),
    field,
    make('button', { type: 'submit', class: 'plain' }, 'Add this part'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void use(field.value.trim()).then((isUsed) => isUsed && form.reset());
  });
  const common = COMMON_PARTS.map((part) => button(`+ ${part}`, () => void use(part), 'plain'));
  return make(
    'section',
    { 'aria-labelledby': 'parts-title' },
    make('h4', { id: 'parts-title' }, 'Parts used'),
    used,
    make('div', { class: 'common' }, ...common),
    form,
  );
}
