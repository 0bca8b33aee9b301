import type { Clock } from '../../seams/clock.ts';
import { untilSaved } from '../shared/table.ts';
import { type News, takeIn } from './case.ts';
import type { CaseStore } from './case-store.ts';

/**
 * Takes news into the case that they are about, which they open or close. News that say nothing new change nothing.
 *
 * @returns whether the case has changed.
 * @throws ItemContended
 */
export function tell({ cases, clock }: { cases: CaseStore; clock: Clock }, news: News): Promise<boolean> {
  return untilSaved(async () => {
    const next = takeIn(await cases.read(news.caseId), news, clock.now());
    if (!next) return false;
    return (await cases.save(next)) ? true : undefined;
  });
}
