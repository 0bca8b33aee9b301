import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { caseOf, type KeptCase, redriven } from './case.ts';
import { type Case, RedriveCase } from './contract.ts';
import { type ActionDependencies, actionDependencies } from './dependencies.ts';
import { RedriveRefused } from './errors.ts';
import { knownCase, openCaseNamed } from './known-case.ts';

/** Has the execution go on. Where an earlier request of this kind, or somebody else, has seen to that, it goes on already. */
async function goOn(
  { executionArn, redrives = 0, caseId }: KeptCase,
  { executions }: ActionDependencies,
): Promise<void> {
  if (!executionArn) throw new RedriveRefused(`The case ${caseId} is about no workflow that could be redriven.`);
  const refusal = await executions.redrive(executionArn);
  if (refusal === undefined) return;
  const now = await executions.describe(executionArn);
  const isUnderWay = now !== undefined && now.redrives > redrives && ['RUNNING', 'SUCCEEDED'].includes(now.status);
  if (!isUnderWay) throw new RedriveRefused(`Step Functions does not redrive ${caseId}: ${refusal}`);
}

/**
 * Goes on with a case's workflow, from the state that failed. Asked again, it changes nothing more.
 *
 * @returns the case, redriven; it closes when the workflow succeeds, and opens again when it fails.
 * @throws CaseUnknown, CaseClosed, RedriveRefused, ItemContended
 */
export function redriveCase(deps: ActionDependencies) {
  const { cases, clock } = deps;
  return async ({ caseId, operator }: RedriveCase): Promise<Case> => {
    const found = await openCaseNamed(cases, caseId);
    await goOn(found, deps);
    return untilSaved(async () => {
      const known = await knownCase(cases, caseId);
      const next = redriven(known, found.turn, operator, clock.now());
      if (!next) return caseOf(known);
      return (await cases.save(next)) ? caseOf(next) : undefined;
    });
  };
}

export const handler = workflowHandler({
  command: RedriveCase,
  bind: () => redriveCase(actionDependencies()),
});
