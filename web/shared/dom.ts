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

export const typed = (id: string) => byId<HTMLInputElement | HTMLTextAreaElement>(id).value.trim();

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

/** A new element with its attributes, as HTML writes them, and what is in it; an attribute of '' is just there. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...content: Array<Node | string>
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/** A button that does something; `plain` where it is not what people mostly want. */
export function button(words: string, act: () => Promise<void> | void, kind: 'main' | 'plain' = 'main'): HTMLElement {
  const made = make('button', { type: 'button', ...(kind === 'plain' ? { class: 'plain' } : {}) }, words);
  made.addEventListener('click', () => void act());
  return made;
}
