import { systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient, untilSaved } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { caseOf, closed, type KeptCase } from './case.ts';
import { dynamoCases } from './case-store.ts';
import { type Case, CloseCase } from './contract.ts';
import { operationsEnv } from './env.ts';
import { CaseUnderWay } from './errors.ts';
import { stepFunctions } from './executions.ts';
import { knownCase, openCaseNamed } from './known-case.ts';
import type { CaseDependencies } from './open-case.ts';
import { undoRental } from './undoing.ts';

type Dependencies = Omit<CaseDependencies, 'workflows'>;

const isRental = ({ caseId }: KeptCase) => caseId.startsWith('workflow/rental/');

/** A rental that nobody will go on with gives back what it holds, before its case is closed. */
async function letGo({ executionArn, caseId, ...found }: KeptCase, { executions }: Dependencies): Promise<void> {
  if (!executionArn) return;
  const execution = await executions.describe(executionArn);
  if (execution?.status === 'RUNNING')
    throw new CaseUnderWay(`The workflow of case ${caseId} is running. Its case can be closed when it has ended.`);
  if (isRental({ caseId, ...found })) await undoRental(executions, executionArn);
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
    const last = found.log.at(-1);
    const isOurs = found.status === 'closed' && last?.operator === operator && last.did.endsWith(`: ${note}`);
    if (isOurs) return caseOf(found);
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
