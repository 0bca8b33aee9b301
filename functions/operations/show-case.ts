import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { caseOf } from './case.ts';
import { type CaseStore, dynamoCases } from './case-store.ts';
import { type Case, ShowCase } from './contract.ts';
import { operationsEnv } from './env.ts';
import { knownCase } from './known-case.ts';

/**
 * All that is known of a case.
 *
 * @throws CaseUnknown
 */
export function showCase({ cases }: { cases: CaseStore }) {
  return async ({ caseId }: ShowCase): Promise<Case> => caseOf(await knownCase(cases, caseId));
}

export const handler = workflowHandler({
  command: ShowCase,
  bind: () => {
    const { table } = readEnv({ table: operationsEnv.table });
    return showCase({ cases: dynamoCases(documentClient(), table) });
  },
});
