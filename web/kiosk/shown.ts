import { element } from './dom.ts';

/** What is shown, and what a screen reader is told of it. */
export interface Shown {
  content: HTMLElement;
  spoken: string;
}

export function heading(title: string, lead: string): [HTMLElement, HTMLElement] {
  return [element('h1', { tabindex: -1 }, title), element('p', { class: 'lead' }, lead)];
}
