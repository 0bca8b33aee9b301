import type { Clock } from '../../seams/clock.ts';
import type { CaseStore } from './case-store.ts';
import type { Executions } from './executions.ts';
import { newsOf, type StatusChange, type WorkflowArns, workflowOf } from './status-change.ts';
import { tell } from './tell.ts';
import { undoRental } from './undoing.ts';

export interface CaseDependencies {
  cases: CaseStore;
  executions: Executions;
  workflows: WorkflowArns;
  clock: Clock;
}

/** With what a rental that was stopped holds given back first, so that a case is never all that is left of it. */
export async function followExecution(change: StatusChange, deps: CaseDependencies): Promise<void> {
  const news = newsOf(change, deps.workflows);
  if (!news) return;
  const isStopped = change.status === 'TIMED_OUT' || change.status === 'ABORTED';
  const isKnown = ((await deps.cases.read(news.caseId))?.turn ?? -1) >= news.turn;
  if (isStopped && !isKnown && workflowOf(change, deps.workflows) === 'rental')
    await undoRental(deps.executions, { executionArn: change.executionArn, redrives: change.redriveCount ?? 0 });
  await tell(deps, news);
}
