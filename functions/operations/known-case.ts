import type { KeptCase } from './case.ts';
import type { CaseStore } from './case-store.ts';
import { CaseClosed, CaseUnknown } from './errors.ts';

/** @throws CaseUnknown */
export async function knownCase(cases: CaseStore, caseId: string): Promise<KeptCase> {
  const found = await cases.read(caseId);
  if (!found) throw new CaseUnknown(`There is no case ${caseId}.`);
  return found;
}

/** @throws CaseUnknown, CaseClosed */
export async function openCaseNamed(cases: CaseStore, caseId: string): Promise<KeptCase> {
  const found = await knownCase(cases, caseId);
  if (found.status === 'closed') throw new CaseClosed(`The case ${caseId} was closed on ${found.changedAt}.`);
  return found;
}
