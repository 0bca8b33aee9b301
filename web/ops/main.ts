import { askAs } from '../shared/api.ts';
import { doing } from '../shared/doing.ts';
import { byId, goTo, make, onClick, say, show } from '../shared/dom.ts';
import { groupsOf } from '../shared/groups.ts';
import { comeBack, signIn, signOut } from '../shared/sign-in.ts';
import type { Section } from './section.ts';
import { SECTIONS } from './sections.ts';

/** The part that the address names, or else the first. */
function wanted(parts: Section[]): Section | undefined {
  return parts.find(({ id }) => `#${id}` === location.hash) ?? parts[0];
}

function offer(parts: Section[]): void {
  byId('parts').append(...parts.map(({ id, title }) => make('a', { href: `#${id}` }, title)));
  show('parts', parts.length > 1);
  show('nothing', parts.length === 0);
}

/** Shows a part in an element of its own: one that is still being read when another is asked for writes into nothing. */
async function open({ id, title, show: fill }: Section, token: string): Promise<void> {
  for (const link of byId('parts').children) {
    if (link.getAttribute('href') === `#${id}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  say('part-title', title);
  show('part', true);
  const root = make('div');
  byId('work').replaceChildren(root);
  await fill(root, askAs(token));
}

async function start(): Promise<void> {
  onClick('sign-in', () => doing('Going to the sign-in page…', signIn));
  onClick('sign-out', () => doing('Signing out…', signOut));
  const token = await comeBack();
  show('welcome', token === undefined);
  show('sign-out', token !== undefined);
  if (token === undefined) return;
  const groups = groupsOf(token);
  const parts = SECTIONS.filter(({ group }) => groups.includes(group));
  offer(parts);
  const openWanted = () => {
    const part = wanted(parts);
    return part ? doing('Reading…', () => open(part, token)) : undefined;
  };
  addEventListener('hashchange', () => void openWanted()?.then(() => goTo('part-title')));
  await openWanted();
}

void doing('', start);
