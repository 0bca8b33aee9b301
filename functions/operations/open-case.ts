import * as z from 'zod/mini';
import { type Clock, systemClock } from '../../seams/clock.ts';
import { BikeEvent, BikeFound } from '../bikes/contract.ts';
import { readEnv } from '../shared/env.ts';
import { eventHandler } from '../shared/event-handler.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { type CaseStore, dynamoCases } from './case-store.ts';
import { operationsEnv } from './env.ts';
import { type Executions, stepFunctions } from './executions.ts';
import { learn, type MissingNews, missingCases } from './missing-bike.ts';
import { newsOf, StatusChange, type WorkflowArns, workflowOf } from './status-change.ts';
import { tell } from './tell.ts';
import { undoRental } from './undoing.ts';

export interface CaseDependencies {
  cases: CaseStore;
  executions: Executions;
  workflows: WorkflowArns;
  clock: Clock;
}

/** With what a rental that was stopped holds given back first, so that a case is never all that is left of it. */
async function followExecution(change: StatusChange, deps: CaseDependencies): Promise<void> {
  const news = newsOf(change, deps.workflows);
  if (!news) return;
  const isStopped = change.status === 'TIMED_OUT' || change.status === 'ABORTED';
  const isKnown = ((await deps.cases.read(news.caseId))?.turn ?? -1) >= news.turn;
  if (isStopped && !isKnown && workflowOf(change, deps.workflows) === 'rental')
    await undoRental(deps.executions, { executionArn: change.executionArn, redrives: change.redriveCount ?? 0 });
  await tell(deps, news);
}

async function followBike(news: MissingNews, deps: CaseDependencies): Promise<void> {
  const { cases } = deps;
  const whereabouts = await untilSaved(async () => {
    const known = await cases.readWhereabouts(news.bikeId);
    const next = learn(known, news);
    return (await cases.save(next)) ? next : undefined;
  });
  for (const one of missingCases(whereabouts)) await tell(deps, one);
}

/**
 * Opens a case for a workflow that ended as failed, timed out or aborted, and for a missing bike; closes it once the
 * workflow was redriven and succeeded, or the bike was found. Events may be repeated, late, and in any order.
 *
 * @throws ItemContended
 */
export function openCase(deps: CaseDependencies) {
  return async (detail: StatusChange | MissingNews): Promise<void> => {
    await ('executionArn' in detail ? followExecution(detail, deps) : followBike(detail, deps));
  };
}

export const handler = eventHandler({
  detail: z.union([StatusChange, z.extend(BikeEvent, { type: z.literal('BikeMissing') }), BikeFound]),
  bind: () => {
    const { table, rentalArn, rideArn, undoArn, reconciliationArn } = operationsEnv;
    const env = readEnv({ table, rentalArn, rideArn, undoArn, reconciliationArn });
    return openCase({
      cases: dynamoCases(documentClient(), env.table),
      executions: stepFunctions(env.undoArn),
      workflows: {
        rental: env.rentalArn,
        ride: env.rideArn,
        undo: env.undoArn,
        reconciliation: env.reconciliationArn,
      },
      clock: systemClock,
    });
  },
});
