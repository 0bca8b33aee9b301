import type { Checklist, UsedPart } from '../../functions/workshop/contract.ts';
import { button, make } from '../shared/dom.ts';

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

/** The checklist, a note, and the button that says that all of it is done. */
export function finishForm(send: (checklist: Checklist, note: string) => Promise<void>): HTMLElement {
  const note = make('textarea', { id: 'note', rows: '3', maxlength: '500' });
  const form = make(
    'form',
    { id: 'finish' },
    ...CHECKED.map(([part, label]) => answers(part, label)),
    make('label', { for: 'note' }, 'A note for whoever inspects it, if there is one'),
    note,
    make('button', { type: 'submit' }, 'Finished'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const checklist = Object.fromEntries(CHECKED.map(([part]) => [part, given.get(part)])) as Checklist;
    void send(checklist, note.value.trim());
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
export const partsList = (parts: readonly UsedPart[]) =>
  make('p', { id: 'used', role: 'status', tabindex: '-1' }, usedWords(parts));

/** Buttons for the parts that are used most, and a field for any other. */
export function partsForm(parts: readonly UsedPart[], add: (part: UsedPart) => Promise<void>): HTMLElement {
  const name = make('input', { id: 'name', maxlength: '60', autocomplete: 'off', required: '' });
  const form = make(
    'form',
    {},
    make('label', { for: 'name' }, 'Another part'),
    name,
    make('button', { type: 'submit', class: 'plain' }, 'Add this part'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void add({ name: name.value.trim(), count: 1 });
  });
  const common = COMMON_PARTS.map((part) => button(`+ ${part}`, () => add({ name: part, count: 1 }), 'plain'));
  return make(
    'section',
    { 'aria-labelledby': 'parts-title' },
    make('h4', { id: 'parts-title' }, 'Parts used'),
    partsList(parts),
    make('div', { class: 'common' }, ...common),
    form,
  );
}
