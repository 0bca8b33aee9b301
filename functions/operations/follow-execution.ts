import type { FollowDependencies } from './dependencies.ts';
import { newsOf, type StatusChange, workflowOf } from './status-change.ts';
import { tell } from './tell.ts';
import { undoRental } from './undoing.ts';

/** With what a rental that was stopped holds given back first, so that a case is never all that is left of it. */
export async function followExecution(change: StatusChange, deps: FollowDependencies): Promise<void> {
  const news = newsOf(change, deps.workflows);
  if (!news) return;
  const isStopped = change.status === 'TIMED_OUT' || change.status === 'ABORTED';
  const isKnown = ((await deps.cases.read(news.caseId))?.turn ?? -1) >= news.turn;
  if (isStopped && !isKnown && workflowOf(change, deps.workflows) === 'rental')
    await undoRental(deps.executions, { executionArn: change.executionArn, redrives: change.redriveCount ?? 0 });
  await tell(deps, news);
}
