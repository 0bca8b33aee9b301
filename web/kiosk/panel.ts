import type { SANDBOX_CARDS } from '../../functions/payments/contract.ts';
import type { BayState, PageState, SampleCard } from '../../kiosk/web/contract.ts';
import { post, sampleCards } from './ask.ts';
import { element } from './dom.ts';

const FAULT_WORDS: Record<string, string> = {
  jam: 'Carousel jams',
  door: 'Door is stuck',
  sensor: 'Hatch sensor freezes',
  camera: 'Camera is dark',
};
const CARD_WORDS: Record<keyof typeof SANDBOX_CARDS, string> = {
  good: 'A card that works',
  declined: 'Declined by its bank',
  timesOut: 'Held, and the answer is lost',
  secondAttempt: 'Works at the second attempt',
  captureTimesOut: 'Charged, and the answer is lost',
  answersTwice: 'Charged, and told so twice',
};
const BAY_WORDS: Record<BayState, string> = {
  ok: 'is well',
  lockFailure: 'has a stuck lock',
  readerFailure: 'cannot read its bike',
  outOfService: 'is out of service',
  noPower: 'has no power',
  internalError: 'has a fault inside',
};
const MODE_WORDS = { off: 'no', once: 'once', always: 'always' } as const;

/**
 * The panel of simulated hardware: the rider's hands, and a screwdriver. It is no part of what a rider sees in the
 * street. Gives the function that brings it up to date.
 */
export function makePanel(panel: HTMLElement): (state: PageState) => void {
  const said = element('p', { class: 'said', role: 'status' });
  const act = async (path: string, body?: unknown) => {
    said.textContent = (await post(path, body)) ?? '';
  };
  const hands = makeHands(act);
  const faults = makeFaults(act);
  const bays = makeBays(act);
  panel.append(
    element('h2', {}, 'Simulated hardware'),
    element('p', { class: 'about' }, 'Not part of the kiosk: your hands, and a screwdriver.'),
    makeScanner(act),
    hands.content,
    faults.content,
    bays.content,
    said,
  );
  return ({ simulation, machine, screen }) => {
    panel.hidden = simulation === undefined;
    if (!simulation) return;
    const asksForCard = screen.name === 'howMany' && screen.kind === 'visitor';
    hands.update({
      riding: simulation.riding,
      canTake: machine.door === 'open' && machine.hatch !== null,
      asksForCard,
    });
    faults.update(simulation.faults);
    bays.update(machine.bays);
  };
}

type Act = (path: string, body?: unknown) => Promise<void>;

function fieldset(legend: string, ...children: HTMLElement[]): HTMLElement {
  return element('fieldset', {}, element('legend', {}, legend), ...children);
}

function makeScanner(act: Act): HTMLElement {
  const choice = element('select', { id: 'card', 'aria-label': 'Licence' });
  const pasted = element('textarea', {
    rows: 3,
    spellcheck: 'false',
    'aria-label': 'Raw scan',
    placeholder: '@ANSI …',
  });
  const cards: SampleCard[] = [];
  void sampleCards().then((found) => {
    cards.push(...found);
    choice.append(
      ...found.map(({ label, hint }, index) =>
        element('option', { value: index }, hint ? `${label} (${hint})` : label),
      ),
    );
  });
  const scanChosen = () => act('hardware/scan', { raw: cards[Number(choice.value)]?.raw ?? '' });
  return fieldset(
    'A licence',
    choice,
    element('button', { id: 'scan', click: () => void scanChosen() }, 'Hold it to the scanner'),
    element(
      'details',
      {},
      element('summary', {}, 'or paste what a scanner reads'),
      pasted,
      element('button', { click: () => void act('hardware/scan', { raw: pasted.value }) }, 'Scan this'),
    ),
  );
}

function makeHands(act: Act) {
  const take = element('button', { id: 'take', click: () => void act('hardware/take') }, 'Take the bike');
  const payment = element(
    'select',
    { id: 'payment-card', 'aria-label': 'Payment card' },
    ...Object.entries(CARD_WORDS).map(([card, words]) => element('option', { value: card }, words)),
  );
  const tapNow = () => act('hardware/tap', { card: payment.value });
  const tap = element('button', { id: 'tap', click: () => void tapNow() }, 'Tap a card');
  const leave = element('button', { id: 'leave', click: () => void act('hardware/leave') }, 'Walk away');
  const riding = element('datalist', { id: 'riding' });
  const bike = element('input', {
    id: 'bike',
    list: 'riding',
    'aria-label': 'Bike to bring back',
    placeholder: 'bike id',
  });
  const dock = element(
    'button',
    { id: 'dock', click: () => void act('hardware/dock', { bikeId: bike.value.trim() }) },
    'Bring it back',
  );
  let known = '';
  const update = (now: { riding: string[]; canTake: boolean; asksForCard: boolean }) => {
    take.disabled = !now.canTake;
    tap.disabled = !now.asksForCard;
    if (now.riding.join() === known) return;
    known = now.riding.join();
    riding.replaceChildren(...now.riding.map((bikeId) => element('option', { value: bikeId })));
    if (bike.value === '' || !now.riding.includes(bike.value)) bike.value = now.riding[0] ?? '';
  };
  const row = element('div', { class: 'row' }, take, leave);
  return {
    content: fieldset('Hands', payment, tap, row, element('div', { class: 'row' }, bike, riding, dock)),
    update,
  };
}

function makeFaults(act: Act) {
  const selects = new Map<string, HTMLSelectElement>();
  const rows = Object.entries(FAULT_WORDS).map(([fault, words]) => {
    const options = Object.entries(MODE_WORDS).map(([mode, label]) => element('option', { value: mode }, label));
    const select = element(
      'select',
      { id: `fault-${fault}`, change: () => void act('hardware/fault', { fault, mode: select.value }) },
      ...options,
    );
    selects.set(fault, select);
    return element('label', { class: 'fault' }, element('span', {}, words), select);
  });
  const update = (faults: Record<string, string>) => {
    for (const [fault, select] of selects) if (select !== document.activeElement) select.value = faults[fault] ?? 'off';
  };
  return { content: fieldset('What is wrong', ...rows), update };
}

/** A screwdriver for single bays: which one, and how it is from then on. */
function makeBays(act: Act) {
  const bay = element('select', { id: 'bay', 'aria-label': 'Bay' });
  const status = element(
    'select',
    { id: 'bay-status', 'aria-label': 'State of the bay' },
    ...Object.entries(BAY_WORDS).map(([code, words]) => element('option', { value: code }, words)),
  );
  let shown: PageState['machine']['bays'] = [];
  const choose = () => {
    status.value = shown.find((one) => one.bay === Number(bay.value))?.fault ?? 'ok';
  };
  bay.addEventListener('change', choose);
  status.addEventListener('change', () => void act('hardware/bay', { bay: Number(bay.value), status: status.value }));
  const update = (bays: PageState['machine']['bays']) => {
    const isOther = bays.length !== shown.length;
    shown = bays;
    if (isOther) bay.replaceChildren(...bays.map((one) => element('option', { value: one.bay }, `Bay ${one.bay}`)));
    if (document.activeElement !== status) choose();
  };
  return { content: fieldset('A bay', element('div', { class: 'row' }, bay, status)), update };
}
