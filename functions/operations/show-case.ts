import { workflowHandler } from '../shared/workflow-handler.ts';
import { caseOf } from './case.ts';
import { type Case, ShowCase } from './contract.ts';
import { type CaseDependencies, caseDependencies } from './dependencies.ts';
import { knownCase } from './known-case.ts';

/**
 * All that is known of a case.
 *
 * @throws CaseUnknown
 */
export function showCase({ cases }: Pick<CaseDependencies, 'cases'>) {
  return async ({ caseId }: ShowCase): Promise<Case> => caseOf(await knownCase(cases, caseId));
}

export const handler = workflowHandler({
  command: ShowCase,
  bind: () => showCase(caseDependencies()),
});
