import type { PageState } from '../../kiosk/web/contract.ts';
import { post } from './ask.ts';
import { byId } from './dom.ts';
import { makeDrawing } from './drawing.ts';
import { makePanel } from './panel.ts';
import { showReturn } from './returning.ts';
import { showScreen } from './screen.ts';
import type { Shown } from './shown.ts';
import { bikes } from './words.ts';

const screen = byId<HTMLElement>('screen');
const returning = byId<HTMLElement>('returning');
const announcer = byId<HTMLElement>('announcer');
const draw = makeDrawing(byId('drawing'));
const panel = makePanel(byId('panel'));

/** Shows something new in a place of the page, and says it; leaves what is shown already, and with it the focus. */
function place(where: HTMLElement, shown: Shown | undefined): void {
  where.hidden = shown === undefined;
  if (!shown) where.replaceChildren();
  if (!shown || where.firstElementChild?.outerHTML === shown.content.outerHTML) return;
  const focused = where.contains(document.activeElement) ? document.activeElement : undefined;
  where.replaceChildren(shown.content);
  if (focused) heir(focused, shown.content)?.focus();
  if (announcer.textContent !== shown.spoken) announcer.textContent = shown.spoken;
}

/** What gets the focus of something that is gone: its like where there is one, or else the new heading. */
function heir(focused: Element, content: HTMLElement): HTMLElement | null {
  const label = focused.getAttribute('aria-label');
  const like = label && content.querySelector<HTMLElement>(`button[aria-label="${label}"]`);
  return like || content.querySelector<HTMLElement>('[tabindex="-1"]');
}

function show(state: PageState): void {
  document.title = `${state.kiosk.name} · Freewheel`;
  byId('kiosk-name').textContent = state.kiosk.name;
  byId('line').textContent = lineWords(state);
  document.body.classList.toggle('offline', !state.online);
  place(screen, showScreen(state));
  place(returning, showReturn(state));
  draw(state);
  panel(state);
}

function lineWords({ online, factsWaiting, here }: PageState): string {
  if (!online)
    return `No network. You can still bring bikes back.${factsWaiting > 0 ? ` (${factsWaiting} to tell)` : ''}`;
  const free = here.docks;
  if (here.service === 'closed' || here.service === 'notInService') return 'Closed';
  if (here.service === 'returnsOnly') return `Returns only, ${free} ${free === 1 ? 'place' : 'places'} free`;
  return `${here.bikes === 0 ? 'No bikes' : bikes(here.bikes)} here, ${free} ${free === 1 ? 'place' : 'places'} free`;
}

/** Digits answer the second prompt, Escape takes the answer to the first one back. */
function key(event: KeyboardEvent): void {
  if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select')) return;
  if (event.key === 'Escape') void post('cancel');
  const buttons = [...screen.querySelectorAll<HTMLButtonElement>('button.count')];
  if (/^[1-9]$/.test(event.key)) buttons[Number(event.key) - 1]?.click();
}

const events = new EventSource('./events');
events.addEventListener('message', (event) => show(JSON.parse(event.data)));
events.addEventListener('error', () => {
  byId('line').textContent = 'The kiosk’s program does not answer.';
  document.body.classList.add('offline');
});
document.addEventListener('keydown', key);
