import type { UsedPart, WorkOrder } from '../../functions/workshop/contract.ts';
import { doing } from '../shared/doing.ts';
import { button, goTo, make } from '../shared/dom.ts';
import { askWhy } from '../shared/reason-form.ts';
import { momentWords } from '../shared/words.ts';
import { photoButton } from './photo-view.ts';
import type { WorkOrdersApi } from './work-orders-api.ts';
import { finishForm, partsForm, partsList } from './work-orders-forms.ts';
import { findingWords, placeWords, priorityWords, stateWords } from './work-orders-words.ts';
import { sendWorkPhoto } from './work-photo.ts';

/** Shows a photo of an order. */
type Look = (photoId: string, label: string, words: string) => HTMLElement;

/** Each round of work, with what its inspection said. */
function rounds(order: WorkOrder, look: Look): HTMLElement[] {
  return order.rounds.map(({ finishedAt, checklist, note, photoId, noPhotoBecause, inspection }) => {
    const mended = Object.entries(checklist).filter(([, how]) => how === 'mended');
    const did = mended.length === 0 ? 'nothing needed mending' : `mended: ${mended.map(([part]) => part).join(', ')}`;
    const said = inspection ? ` Inspection ${inspection.verdict}${inspection.note ? `: ${inspection.note}` : ''}.` : '';
    const none = noPhotoBecause ? ` No photo: ${noPhotoBecause}` : '';
    const words = `${momentWords(finishedAt)}, ${did}.${note ? ` ${note}` : ''}${none}${said}`;
    const photos = photoId ? [look(photoId, 'Look at the photo', `What was done on ${order.bikeId}`)] : [];
    return make('li', {}, words, ...photos);
  });
}

/** Each thing that is said of the bike, with the pictures that riders sent along. */
function findings(order: WorkOrder, look: Look): HTMLElement[] {
  return order.findings.map((finding) => {
    const photos = (finding.photoIds ?? []).map((photoId) =>
      look(photoId, 'Look at the rider’s picture', `${order.bikeId}, as its rider brought it back`),
    );
    return make('li', {}, findingWords(finding), ...photos);
  });
}

function facts(order: WorkOrder, look: Look): HTMLElement[] {
  const told = { Where: placeWords(order), When: `by ${momentWords(order.dueAt)}`, State: stateWords(order) };
  const rows = Object.entries(told).flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]);
  const done = rounds(order, look);
  return [
    make('h3', { id: 'order-title', tabindex: '-1' }, `Bike ${order.bikeId}`),
    make('p', { class: 'priority', 'data-priority': order.priority }, priorityWords(order)),
    make('dl', {}, ...rows),
    make('h4', {}, 'What is said of it'),
    make('ul', {}, ...findings(order, look)),
    ...(done.length > 0 ? [make('h4', {}, 'What was done'), make('ol', {}, ...done)] : []),
  ];
}

/** By which routes work orders are reached, and whether whoever looks at them is a mechanic. */
export interface Desk {
  api: WorkOrdersApi;
  mayMend: boolean;
}

/**
 * One work order, with what its reader may do about it now. Each press has an id of its own, minted when the button
 * is drawn: pressed twice, it is done once.
 */
export function showWorkOrder(root: HTMLElement, order: WorkOrder, desk: Desk & { toList: () => Promise<void> }): void {
  const { repairId, status, isMine, mayInspect, parts } = order;
  const { api, mayMend, toList } = desk;
  const requestId = crypto.randomUUID();
  const act = (words: string, change: () => Promise<WorkOrder>) =>
    doing(words, async () => {
      showWorkOrder(root, await change(), desk);
      goTo('order-title');
    });
  const look: Look = (photoId, label, words) => photoButton(label, words, () => api.viewPhoto(repairId, photoId));
  const drawn = make('article', { class: 'order' }, ...facts(order, look));
  root.replaceChildren(
    button('Back to the list', () => doing('Reading…', toList), 'plain'),
    drawn,
  );

  if (status === 'open' && mayMend)
    drawn.append(button('Start', () => act('Starting…', () => api.start(repairId, { requestId }))));
  if (status === 'started' && isMine) {
    const add = async (part: UsedPart) => {
      let all: UsedPart[] | undefined;
      await doing('Adding…', async () => {
        all = (await api.addParts(repairId, { requestId: crypto.randomUUID(), parts: [part] })).parts;
      });
      return all;
    };
    drawn.append(
      partsForm(parts, add),
      make('h4', {}, 'Look at everything'),
      finishForm(
        ({ checklist, note, shown }) =>
          act('Finishing…', () => api.finish(repairId, { requestId, checklist, ...shown, ...(note ? { note } : {}) })),
        (picture) => sendWorkPhoto(api, repairId, picture),
      ),
    );
  }
  if (status === 'finished') {
    const inspect = (verdict: 'passed' | 'failed', note?: string) =>
      act('Saving…', () => api.inspect(repairId, { requestId, verdict, ...(note ? { note } : {}) }));
    const why = () =>
      askWhy(drawn, {
        id: 'note',
        label: 'What is left to be mended?',
        hint: 'Whoever mends it next reads this.',
        send: 'Have it mended again',
        onSend: (note) => inspect('failed', note),
      });
    drawn.append(make('h4', {}, 'Parts used'), partsList(parts));
    if (mayInspect) drawn.append(button('Passed: offer it again', () => inspect('passed')));
    drawn.append(button(mayInspect ? 'Failed…' : 'Not right after all…', why, 'plain'));
  }
}
