import type { ReviewDecision } from '../../functions/frontend/contract.ts';
import type { HeldResident, ReviewsListed } from '../../functions/identity/contract.ts';
import type { Ask } from '../shared/api.ts';
import { doing } from '../shared/doing.ts';
import { button, goTo, make } from '../shared/dom.ts';
import { askWhy } from '../shared/reason-form.ts';
import { momentWords } from '../shared/words.ts';
import { showList } from './entry-list.ts';

type Reviewed = ReviewsListed['residents'][number];

const HINTS: Record<ReviewDecision['decision'], string> = {
  approve: 'What you have seen, in words that the resident reads too. Nothing of the papers themselves.',
  refuse: 'In words that the resident reads, and can do something about.',
};

const reviewsApi = (ask: Ask) => ({
  list: (cursor?: string) =>
    ask<ReviewsListed>('GET', `/v1/operators/residents${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`),
  decide: (residentId: string, decision: ReviewDecision) =>
    ask<HeldResident>('POST', `/v1/operators/residents/${encodeURIComponent(residentId)}`, decision),
});

/** Residents whose address the city's data do not have: somebody looks at their papers, and decides. */
export async function showReviews(root: HTMLElement, ask: Ask): Promise<void> {
  const api = reviewsApi(ask);

  const draw = ({ residentId, reference, registeredAt }: Reviewed): HTMLElement => {
    const told = `Registered ${momentWords(registeredAt)}. Look at their licence and at a proof of their address.`;
    const drawn = make('article', {}, make('h3', {}, `Reference ${reference}`), make('p', {}, told));
    const decide = (decision: ReviewDecision['decision'], send: string) => () =>
      askWhy(drawn, {
        id: 'reason',
        label: 'Why?',
        hint: HINTS[decision],
        send,
        onSend: (reason) =>
          doing('Deciding…', async () => {
            await api.decide(residentId, { decision, reason });
            await showReviews(root, ask);
            goTo('part-title');
          }),
      });
    drawn.append(
      button('Approve…', decide('approve', 'Approve')),
      button('Refuse…', decide('refuse', 'Refuse'), 'plain'),
    );
    return drawn;
  };

  const read = async (from?: string) => {
    const { residents: entries, cursor } = await api.list(from);
    return { entries, cursor };
  };
  await showList(root, { read, draw, none: 'Nobody waits for a review.' });
}
