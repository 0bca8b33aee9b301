import type { WorkOrder } from '../../functions/workshop/contract.ts';
import type { Ask } from '../shared/api.ts';
import { doing } from '../shared/doing.ts';
import { goTo, make } from '../shared/dom.ts';
import { type WorkOrdersApi, workOrdersApi } from './work-orders-api.ts';
import { showWorkOrder } from './work-orders-one.ts';
import { kindsWords, placeWords, priorityWords, stateWords } from './work-orders-words.ts';

/** A bike on the list: one target, as large as a thumb in a glove, that opens its work order. */
function entry(order: WorkOrder, open: () => void): HTMLElement {
  const drawn = make(
    'button',
    { type: 'button', class: 'stop' },
    make('strong', {}, placeWords(order)),
    make('span', {}, `Bike ${order.bikeId}: ${kindsWords(order)}`),
    make('span', { class: 'priority', 'data-priority': order.priority }, priorityWords(order)),
    make('span', {}, stateWords(order)),
  );
  drawn.addEventListener('click', open);
  return make('li', {}, drawn);
}

/** The kiosks at which bikes wait: the walk may begin at any of them. */
function whereFrom(orders: readonly WorkOrder[], from: string, choose: (from: string) => void): HTMLElement {
  const kiosks = new Map(
    orders.flatMap(({ place }) => (place ? [[place.kioskId, place.kioskName ?? place.kioskId]] : [])),
  );
  const options = [...kiosks].map(([id, name]) => new Option(name, id, false, id === from));
  const select = make('select', { id: 'from' }, new Option('wherever is due first', ''), ...options);
  select.addEventListener('change', () => choose(select.value));
  return make('p', {}, make('label', { for: 'from' }, 'Begin the walk at'), select);
}

async function showList(root: HTMLElement, api: WorkOrdersApi, from: string): Promise<void> {
  const { workOrders } = await api.list(from);
  const toList = async () => {
    await showList(root, api, from);
    goTo('part-title');
  };
  const open = (repairId: string) =>
    doing('Reading…', async () => {
      showWorkOrder(root, await api.read(repairId), { api, toList });
      goTo('order-title');
    });
  const choose = (next: string) =>
    doing('Reading…', async () => {
      await showList(root, api, next);
      goTo('from');
    });
  const walk = workOrders.map((order) => entry(order, () => void open(order.repairId)));
  root.className = 'work-orders';
  if (walk.length === 0) root.replaceChildren(make('p', {}, 'No bike waits for a mechanic.'));
  else
    root.replaceChildren(
      whereFrom(workOrders, from, (next) => void choose(next)),
      make('ol', { class: 'walk' }, ...walk),
    );
}

/** The bikes to see to, in the order in which to walk to them, and the work on each. */
export function showWorkOrders(root: HTMLElement, ask: Ask): Promise<void> {
  return showList(root, workOrdersApi(ask), '');
}
