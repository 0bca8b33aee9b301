import { workflowHandler } from '../shared/workflow-handler.ts';
import { type FailuresFound, FindFailures } from './contract.ts';
import { type FollowDependencies, followDependencies } from './dependencies.ts';
import type { BadEnd } from './executions.ts';
import { followExecution } from './follow-execution.ts';
import { newsOf, type StatusChange } from './status-change.ts';

/** The end as the event told it that nobody heard, but for why it came. */
const changeOf = (stateMachineArn: string, end: BadEnd): StatusChange => ({ ...end, stateMachineArn });

/**
 * Opens cases for workflows that ended badly and of which no event was heard: an event that a function fails on for
 * some minutes is given up (Lambda, "Asynchronous invocation"), and a rental would be lost with it.
 *
 * @throws ItemContended
 */
export function findFailures(deps: FollowDependencies) {
  const { cases, executions, workflows } = deps;
  const follow = async (change: StatusChange): Promise<number> => {
    const news = newsOf(change, workflows);
    if (!news || ((await cases.read(news.caseId))?.turn ?? -1) >= news.turn) return 0;
    const { error, cause } = (await executions.describe(change.executionArn)) ?? {};
    await followExecution({ ...change, error, cause }, deps);
    return 1;
  };
  return async (): Promise<FailuresFound> => {
    let cases = 0;
    for (const arn of Object.values(workflows)) {
      for (const end of await executions.listBadEnds(arn)) cases += await follow(changeOf(arn, end));
    }
    return { cases };
  };
}

export const handler = workflowHandler({ command: FindFailures, bind: () => findFailures(followDependencies()) });
