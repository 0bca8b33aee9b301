import { doing } from '../shared/doing.ts';
import { make } from '../shared/dom.ts';
import { drawnAnew } from './work-photo.ts';

/** With which photo work is finished, or why with none. */
export type Shown = { photoId: string } | { noPhotoBecause: string } | Record<string, never>;

export interface PhotoField {
  drawn: HTMLElement;
  /** What was given by then; a photo that is still on its way is waited for. */
  given(): Promise<Shown>;
}

/**
 * The phone's camera, one press away, and room for a reason where there can be no photo. A photo is sent as soon as it is
 * taken, while the mechanic goes through the checklist; the last one counts.
 *
 * @param send gives the id of a picture that was sent. Throws Refused.
 */
export function photoField(send: (picture: HTMLCanvasElement) => Promise<string>): PhotoField {
  const input = make('input', { type: 'file', id: 'photo', accept: 'image/*', capture: 'environment' });
  const label = make('label', { for: 'photo' }, 'Take a photo of your work');
  const shown = make('div', { class: 'taken' });
  const told = make('p', { id: 'photo-told', role: 'status' });
  const why = make('textarea', { id: 'noPhotoBecause', rows: '2', maxlength: '500' });
  let photoId: string | undefined;
  let underWay: Promise<void> = Promise.resolve();

  const take = (file: Blob) =>
    doing('Sending the photo…', async () => {
      photoId = undefined;
      told.textContent = '';
      shown.replaceChildren();
      const picture = await drawnAnew(file);
      picture.setAttribute('role', 'img');
      picture.setAttribute('aria-label', 'The photo that you took');
      shown.replaceChildren(picture);
      photoId = await send(picture);
      told.textContent = 'The photo is there.';
      label.textContent = 'Take another one';
    });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) underWay = underWay.then(() => take(file));
  });

  const drawn = make(
    'section',
    { 'aria-labelledby': 'photo-title' },
    make('h4', { id: 'photo-title' }, 'A photo of your work'),
    make('div', { class: 'answer' }, input, label),
    shown,
    told,
    make(
      'details',
      {},
      make('summary', {}, 'I cannot take a photo…'),
      make('label', { for: 'noPhotoBecause' }, 'Why is there no photo?'),
      why,
    ),
  );
  return {
    drawn,
    given: async () => {
      await underWay;
      const reason = why.value.trim();
      if (photoId !== undefined) return { photoId };
      return reason === '' ? {} : { noPhotoBecause: reason };
    },
  };
}
