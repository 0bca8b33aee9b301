import type { PhotosListed, PhotoViewed } from '../../functions/bikes/photo-contract.ts';
import type { PhotoToView } from '../../functions/frontend/contract.ts';
import type { Ask } from '../shared/api.ts';
import { doing } from '../shared/doing.ts';
import { button, make } from '../shared/dom.ts';
import { askWhy } from '../shared/reason-form.ts';
import { momentWords } from '../shared/words.ts';
import { showPhoto } from './photo-view.ts';

type Listed = PhotosListed['photos'][number];

const photosApi = (ask: Ask) => ({
  list: (bikeId: string) => ask<PhotosListed>('GET', `/v1/operators/bikes/${encodeURIComponent(bikeId)}/photos`),
  view: (photoId: string, command: PhotoToView) =>
    ask<PhotoViewed>('POST', `/v1/operators/photos/${encodeURIComponent(photoId)}`, command),
});

function subjectWords({ repairId, reportId, rentalId, slot }: Listed): string {
  if (repairId !== undefined) return `What was done, work order ${repairId}`;
  if (reportId !== undefined) return 'As a rider brought it back, who said that something was wrong';
  return `Before it was handed over, rental ${rentalId}, place ${slot}`;
}

const STATES: Record<Listed['status'], string> = {
  requested: 'On its way, or it never came.',
  stored: 'It is there.',
  missing: 'There is none.',
  rejected: 'What came was no photo.',
};

/** Photos of one bike, for an operator who says why they look. */
export async function showPhotos(root: HTMLElement, ask: Ask): Promise<void> {
  const api = photosApi(ask);
  const found = make('ul', { class: 'entries' });

  const draw = (photo: Listed): HTMLElement => {
    const { photoId, requestedAt, status, reason } = photo;
    const words = subjectWords(photo);
    const state = `${momentWords(requestedAt)}. ${STATES[status]}${reason ? ` (${reason})` : ''}`;
    const drawn = make('article', {}, make('h3', {}, words), make('p', {}, state));
    const look = (why: string) =>
      doing('Reading…', async () => {
        const viewed = await api.view(photoId, { reason: why });
        document.getElementById('why')?.remove();
        showPhoto(press, viewed, words);
      });
    const press = button(
      'Look at it…',
      () =>
        askWhy(drawn, {
          id: 'reason',
          label: 'Why do you look at it?',
          hint: 'Who looked, when and why is kept with the photo.',
          send: 'Look at it',
          onSend: look,
        }),
      'plain',
    );
    if (status === 'stored') drawn.append(press);
    return make('li', {}, drawn);
  };

  const field = make('input', { id: 'bikeId', required: '', autocomplete: 'off' });
  const form = make(
    'form',
    {},
    make('label', { for: 'bikeId' }, 'The bike’s number'),
    field,
    make('button', { type: 'submit' }, 'Show its photos'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void doing('Reading…', async () => {
      const { photos } = await api.list(field.value.trim());
      const none = make('li', {}, 'There are no photos of this bike from the last month.');
      found.replaceChildren(...(photos.length === 0 ? [none] : photos.map(draw)));
    });
  });
  root.replaceChildren(form, found);
}
