import { untilSaved } from '../shared/table.ts';
import { type News, takeIn } from './case.ts';
import type { CaseDependencies } from './dependencies.ts';

/**
 * Takes news into the case that they are about, which they open or close. News that say nothing new change nothing.
 *
 * @returns whether the case has changed.
 * @throws ItemContended
 */
export function tell({ cases, clock }: CaseDependencies, news: News): Promise<boolean> {
  return untilSaved(async () => {
    const next = takeIn(await cases.read(news.caseId), news, clock.now());
    if (!next) return false;
    return (await cases.save(next)) ? true : undefined;
  });
}

/**
 * Tells one after the other.
 *
 * @returns how many cases have changed.
 * @throws ItemContended
 */
export async function tellAll(deps: CaseDependencies, news: readonly News[]): Promise<number> {
  let changed = 0;
  for (const one of news) if (await tell(deps, one)) changed++;
  return changed;
}
