import type { UsedPart, WorkOrder } from '../../functions/workshop/contract.ts';
import { doing } from '../shared/doing.ts';
import { button, goTo, make } from '../shared/dom.ts';
import { askWhy } from '../shared/reason-form.ts';
import { momentWords } from '../shared/words.ts';
import type { WorkOrdersApi } from './work-orders-api.ts';
import { finishForm, partsForm, partsList } from './work-orders-forms.ts';
import { findingWords, placeWords, priorityWords, stateWords } from './work-orders-words.ts';

/** Each round of work, with what its inspection said. */
function rounds(order: WorkOrder): HTMLElement[] {
  return order.rounds.map(({ finishedAt, checklist, note, inspection }) => {
    const mended = Object.entries(checklist).filter(([, how]) => how === 'mended');
    const did = mended.length === 0 ? 'nothing needed mending' : `mended: ${mended.map(([part]) => part).join(', ')}`;
    const said = inspection ? ` Inspection ${inspection.verdict}${inspection.note ? `: ${inspection.note}` : ''}.` : '';
    return make('li', {}, `${momentWords(finishedAt)}, ${did}.${note ? ` ${note}` : ''}${said}`);
  });
}

function facts(order: WorkOrder): HTMLElement[] {
  const told = { Where: placeWords(order), When: `by ${momentWords(order.dueAt)}`, State: stateWords(order) };
  const rows = Object.entries(told).flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]);
  const done = rounds(order);
  return [
    make('h3', { id: 'order-title', tabindex: '-1' }, `Bike ${order.bikeId}`),
    make('p', { class: 'priority', 'data-priority': order.priority }, priorityWords(order)),
    make('dl', {}, ...rows),
    make('h4', {}, 'What is said of it'),
    make('ul', {}, ...order.findings.map((finding) => make('li', {}, findingWords(finding)))),
    ...(done.length > 0 ? [make('h4', {}, 'What was done'), make('ol', {}, ...done)] : []),
  ];
}

/**
 * One work order, with what the mechanic may do about it now. Each press has an id of its own, minted when the button
 * is drawn: pressed twice, it is done once.
 */
export function showWorkOrder(
  root: HTMLElement,
  order: WorkOrder,
  { api, toList }: { api: WorkOrdersApi; toList: () => Promise<void> },
): void {
  const { repairId, status, isMine, parts } = order;
  const requestId = crypto.randomUUID();
  const act = (words: string, change: () => Promise<WorkOrder>) =>
    doing(words, async () => {
      showWorkOrder(root, await change(), { api, toList });
      goTo('order-title');
    });
  const drawn = make('article', { class: 'order' }, ...facts(order));
  root.replaceChildren(
    button('Back to the list', () => doing('Reading…', toList), 'plain'),
    drawn,
  );

  if (status === 'open')
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
      finishForm((checklist, note) =>
        act('Finishing…', () => api.finish(repairId, { requestId, checklist, ...(note ? { note } : {}) })),
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
    drawn.append(
      make('h4', {}, 'Parts used'),
      partsList(parts),
      button('Passed: offer it again', () => inspect('passed')),
      button('Failed…', why, 'plain'),
    );
  }
}
