import { doing } from '../shared/doing.ts';
import { button, make } from '../shared/dom.ts';

/** A page of a list that the API gives, and where it goes on. */
export interface Listed<Entry> {
  entries: Entry[];
  cursor?: string | undefined;
}

export interface EntryList<Entry> {
  read(cursor?: string): Promise<Listed<Entry>>;
  draw(entry: Entry): HTMLElement;
  /** What to say where there is nothing. */
  none: string;
}

/** Shows the beginning of a list, with a button for as long as there is more. Throws Refused. */
export async function showList<Entry>(root: HTMLElement, { read, draw, none }: EntryList<Entry>): Promise<void> {
  const list = make('ul', { class: 'entries' });
  const add = async (from?: string): Promise<void> => {
    const { entries, cursor } = await read(from);
    list.append(...entries.map((entry) => make('li', {}, draw(entry))));
    if (cursor === undefined) return;
    // A page may have nothing on it, and more behind it.
    if (entries.length === 0) return add(cursor);
    const more = button('Show more', () => doing('Reading on…', () => add(cursor).then(() => more.remove())), 'plain');
    list.after(more);
  };
  root.replaceChildren(list);
  await add();
  if (list.childElementCount === 0) root.replaceChildren(make('p', {}, none));
}
