import type { PhotoViewed } from '../../functions/bikes/photo-contract.ts';
import { doing } from '../shared/doing.ts';
import { button, make } from '../shared/dom.ts';

/** A photo that was asked for, in the place of whatever asked. */
export function showPhoto(place: Element, { url }: PhotoViewed, words: string): void {
  const picture = make('img', { class: 'photo', src: url, alt: words, tabindex: '-1' });
  place.replaceWith(picture);
  picture.focus();
}

/** A button that shows a photo in its own place. It is asked for only then, since each look is written down. */
export function photoButton(label: string, words: string, look: () => Promise<PhotoViewed>): HTMLElement {
  const press = button(label, () => doing('Reading…', async () => showPhoto(press, await look(), words)), 'plain');
  return press;
}
