/**
 * The element of the page with this id.
 *
 * @throws Error where the page has none.
 */
export function byId<Made extends HTMLElement = HTMLElement>(id: string): Made {
  const found = document.querySelector<Made>(`#${id}`);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

export function show(id: string, isShown: boolean): void {
  byId(id).hidden = !isShown;
}

export function say(id: string, words: string): void {
  byId(id).textContent = words;
}

export const typed = (id: string) => byId<HTMLInputElement>(id).value.trim();

/** Puts the focus where the page goes on: a screen reader reads it, and the keyboard is there. */
export function goTo(id: string): void {
  byId(id).focus();
}

export function onClick(id: string, act: () => Promise<void> | void): void {
  byId(id).addEventListener('click', () => void act());
}

export function onSubmit(id: string, act: () => Promise<void>): void {
  byId(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void act();
  });
}
