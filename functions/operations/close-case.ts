import { untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { caseOf, closed, type KeptCase, wasClosedBy } from './case.ts';
import { type Case, CloseCase } from './contract.ts';
import { type ActionDependencies, actionDependencies } from './dependencies.ts';
import { CaseUnderWay } from './errors.ts';
import { knownCase, openCaseNamed } from './known-case.ts';
import { undoRental, undoUnheard } from './undoing.ts';

/** What nobody will go on with gives back what it holds, before its case is closed. */
async function letGo({ executionArn, caseId }: KeptCase, { executions }: ActionDependencies): Promise<void> {
  const execution = executionArn === undefined ? undefined : await executions.describe(executionArn);
  if (executionArn === undefined || execution === undefined) return;
  if (execution.status === 'RUNNING')
    throw new CaseUnderWay(`The workflow of case ${caseId} is running. Its case can be closed when it has ended.`);
  if (caseId.startsWith('workflow/rental/'))
    await undoRental(executions, { executionArn, redrives: execution.redrives });
  if (caseId.startsWith('workflow/undo/')) await undoUnheard(executions, executionArn);
}

/**
 * Closes a case for good, with a note that says why. Closing the case of a rental starts `undo` for all of it, and
 * that of an `undo` which waited for a silent kiosk undoes without it.
 * Closed again by the same operator with the same note, it changes nothing more.
 *
 * @throws CaseUnknown, CaseClosed, CaseUnderWay, ItemContended
 */
export function closeCase(deps: ActionDependencies) {
  const { cases, clock } = deps;
  return async ({ caseId, operator, note }: CloseCase): Promise<Case> => {
    const found = await knownCase(cases, caseId);
    if (wasClosedBy(found, operator, note)) return caseOf(found);
    await letGo(await openCaseNamed(cases, caseId), deps);
    return untilSaved(async () => {
      const next = closed(await openCaseNamed(cases, caseId), operator, note, clock.now());
      return (await cases.save(next)) ? caseOf(next) : undefined;
    });
  };
}

export const handler = workflowHandler({
  command: CloseCase,
  bind: () => closeCase(actionDependencies()),
});
