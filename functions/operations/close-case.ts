import { systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { caseOf, closed, type KeptCase, wasClosedBy } from './case.ts';
import { dynamoCases } from './case-store.ts';
import { type Case, CloseCase } from './contract.ts';
import { operationsEnv } from './env.ts';
import { CaseUnderWay } from './errors.ts';
import { stepFunctions } from './executions.ts';
import type { CaseDependencies } from './follow-execution.ts';
import { knownCase, openCaseNamed } from './known-case.ts';
import { undoRental } from './undoing.ts';

type Dependencies = Omit<CaseDependencies, 'workflows'>;

/** A rental that nobody will go on with gives back what it holds, before its case is closed. */
async function letGo({ executionArn, caseId }: KeptCase, { executions }: Dependencies): Promise<void> {
  const execution = executionArn === undefined ? undefined : await executions.describe(executionArn);
  if (executionArn === undefined || execution === undefined) return;
  if (execution.status === 'RUNNING')
    throw new CaseUnderWay(`The workflow of case ${caseId} is running. Its case can be closed when it has ended.`);
  if (caseId.startsWith('workflow/rental/'))
    await undoRental(executions, { executionArn, redrives: execution.redrives });
}

/**
 * Closes a case for good, with a note that says why. Closing the case of a rental starts `undo` for all of it.
 * Closed again by the same operator with the same note, it changes nothing more.
 *
 * @throws CaseUnknown, CaseClosed, CaseUnderWay, ItemContended
 */
export function closeCase(deps: Dependencies) {
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
  bind: () => {
    const { table, undoArn } = operationsEnv;
    const env = readEnv({ table, undoArn });
    return closeCase({
      cases: dynamoCases(documentClient(), env.table),
      executions: stepFunctions(env.undoArn),
      clock: systemClock,
    });
  },
});
