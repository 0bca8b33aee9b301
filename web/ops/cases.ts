import type { CaseToClose, CaseToRedrive } from '../../functions/frontend/contract.ts';
import type { Case, CasesListed } from '../../functions/operations/contract.ts';
import type { Ask } from '../shared/api.ts';
import { doing } from '../shared/doing.ts';
import { button, goTo, make } from '../shared/dom.ts';
import { askWhy } from '../shared/reason-form.ts';
import { momentWords } from '../shared/words.ts';
import { showList } from './entry-list.ts';

const casesApi = (ask: Ask) => ({
  list: (cursor?: string) =>
    ask<CasesListed>('GET', `/v1/operators/cases${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`),
  redrive: (command: CaseToRedrive) => ask<Case>('POST', '/v1/operators/cases/redrive', command),
  close: (command: CaseToClose) => ask<Case>('POST', '/v1/operators/cases/close', command),
});

function facts({ caseId, owner, openedAt, rentalId, bikeId, error, cause }: Case): HTMLElement {
  const told = { Case: caseId, For: owner, Since: momentWords(openedAt), Rental: rentalId, Bike: bikeId };
  const failure = { Error: error, Cause: cause };
  const rows = Object.entries({ ...told, ...failure }).filter((row): row is [string, string] => row[1] !== undefined);
  return make('dl', {}, ...rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]));
}

function history({ log }: Case): HTMLElement {
  const lines = log.map(({ at, operator, did }) => make('li', {}, `${momentWords(at)}, ${operator}: ${did}`));
  return make('details', {}, make('summary', {}, 'What was done so far'), make('ol', {}, ...lines));
}

/** What is not settled: the open cases, then those whose workflow somebody has had go on. */
export async function showCases(root: HTMLElement, ask: Ask): Promise<void> {
  const api = casesApi(ask);
  const act = (words: string, change: () => Promise<Case>) =>
    doing(words, async () => {
      await change();
      await showCases(root, ask);
      goTo('part-title');
    });

  const draw = (one: Case): HTMLElement => {
    const { caseId, summary, remedy, status, executionArn } = one;
    const state = status === 'redriven' ? 'Its workflow goes on; nothing is to be done now.' : remedy;
    const drawn = make('article', {}, make('h3', {}, summary), make('p', {}, state), facts(one), history(one));
    const why = () =>
      askWhy(drawn, {
        id: 'note',
        label: 'Why is nothing more to be done?',
        hint: 'Closing is for good. The case of a rental gives back everything that the rental holds.',
        send: 'Close this case',
        onSend: (note) => act('Closing…', () => api.close({ caseId, note })),
      });
    if (executionArn !== undefined && status === 'open')
      drawn.append(button('Go on with it', () => act('Redriving…', () => api.redrive({ caseId }))));
    drawn.append(button('Close…', why, 'plain'));
    return drawn;
  };

  const read = async (from?: string) => {
    const { cases: entries, cursor } = await api.list(from);
    return { entries, cursor };
  };
  await showList(root, { read, draw, none: 'No case is open.' });
}
