import { Case, CasesListed, type CloseCase, type ListCases, type RedriveCase } from '../../operations/contract.ts';
import { lambdaCaller } from '../services.ts';

/** The functions of operations behind the HTTP API. Their refusals come under their own names. */
export interface Cases {
  listCases(command: ListCases): Promise<CasesListed>;
  redriveCase(command: RedriveCase): Promise<Case>;
  closeCase(command: CloseCase): Promise<Case>;
}

export function lambdaCases(names: Record<keyof Cases, string>, call = lambdaCaller()): Cases {
  return {
    listCases: call<ListCases, CasesListed>(names.listCases, CasesListed),
    redriveCase: call<RedriveCase, Case>(names.redriveCase, Case),
    closeCase: call<CloseCase, Case>(names.closeCase, Case),
  };
}
