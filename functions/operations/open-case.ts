import * as z from 'zod/mini';
import { BikeEvent, BikeFound } from '../bikes/contract.ts';
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

/**
 * Opens a case for a workflow that ended as failed, timed out or aborted, and for a missing bike; closes it once the
 * workflow was redriven and succeeded, or the bike was found. A kiosk at which somebody guesses is one too, and
 * so is a work order that is late. Events may be repeated, late, and in any order.
 *
 * @throws ItemContended
 */
export function openCase(deps: FollowDependencies) {
  return async (detail: StatusChange | MissingNews | GuessingNoticed | WorkOrderEvent): Promise<void> => {
    if ('timesLate' in detail) await tell(deps, lateRepairNews(detail));
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
  ]),
  bind: () => openCase(followDependencies()),
});
