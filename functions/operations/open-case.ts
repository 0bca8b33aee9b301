import * as z from 'zod/mini';
import { BikeEvent, BikeFound } from '../bikes/contract.ts';
import { FeedRun } from '../feed/run-contract.ts';
import { GuessingNoticed } from '../identity/contract.ts';
import { eventHandler } from '../shared/event-handler.ts';
import { untilSaved } from '../shared/table.ts';
import { WorkOrderEvent } from '../workshop/contract.ts';
import { type CaseDependencies, type FollowDependencies, followDependencies } from './dependencies.ts';
import { discrepancyCase } from './discrepancy-case.ts';
import { followExecution } from './follow-execution.ts';
import { guessingNews } from './guessing.ts';
import { lateRepairNews } from './late-repair.ts';
import { endedLate, learn, type MissingNews, missingCases } from './missing-bike.ts';
import { feedNews, learnRun } from './old-feed.ts';
import { StatusChange } from './status-change.ts';
import { tell, tellAll } from './tell.ts';

async function followBike(news: MissingNews, deps: CaseDependencies): Promise<void> {
  const { cases } = deps;
  const whereabouts = await untilSaved(async () => {
    const known = await cases.readWhereabouts(news.bikeId);
    const next = learn(known, news);
    return (await cases.save(next)) ? next : undefined;
  });
  await tellAll(deps, [...missingCases(whereabouts), ...endedLate(news).map(discrepancyCase)]);
}

async function followFeed(run: FeedRun, deps: CaseDependencies): Promise<void> {
  const { cases } = deps;
  const record = await untilSaved(async () => {
    const known = await cases.readFeed();
    const next = learnRun(known, run);
    return next === undefined || (await cases.save(next)) ? (next ?? known) : undefined;
  });
  const news = feedNews(record, run);
  if (news) await tell(deps, news);
}

/**
 * Opens a case for a workflow that ended as failed, timed out or aborted, and for a missing bike; closes it once the
 * workflow was redriven and succeeded, or the bike was found. A kiosk at which somebody guesses is one too, and
 * so are a work order that is late and a public feed that is too old. Events may be repeated, late, and in any order.
 *
 * @throws ItemContended
 */
export function openCase(deps: FollowDependencies) {
  return async (detail: StatusChange | MissingNews | GuessingNoticed | WorkOrderEvent | FeedRun): Promise<void> => {
    if ('type' in detail && (detail.type === 'FeedKept' || detail.type === 'FeedFailed'))
      await followFeed(detail, deps);
    else if ('timesLate' in detail) await tell(deps, lateRepairNews(detail));
    else if ('limit' in detail) await tell(deps, guessingNews(detail));
    else await ('executionArn' in detail ? followExecution(detail, deps) : followBike(detail, deps));
  };
}

export const handler = eventHandler({
  detail: z.union([
    StatusChange,
    z.extend(BikeEvent, { type: z.literal('BikeMissing') }),
    BikeFound,
    GuessingNoticed,
    WorkOrderEvent,
    FeedRun,
  ]),
  bind: () => openCase(followDependencies()),
});
