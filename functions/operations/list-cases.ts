import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { caseOf } from './case.ts';
import { type CaseStore, dynamoCases, type PageKey } from './case-store.ts';
import { type Case, type CasesListed, ListCases } from './contract.ts';
import { operationsEnv } from './env.ts';

interface Place {
  status: Case['status'];
  from?: PageKey | undefined;
}

const written = (place: Place) => Buffer.from(JSON.stringify(place)).toString('base64url');
const read = (cursor: string) => JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Place;

/** Where the list goes on: in the same status, or, where all that is not closed is asked for, in the next. */
function onward({ status }: Place, next: PageKey | undefined, asked: ListCases['status']): Place | undefined {
  if (next) return { status, from: next };
  return asked === undefined && status === 'open' ? { status: 'redriven' } : undefined;
}

/** One page of the cases of a status, those that changed last first. Without a status: the open ones, then the redriven. */
export function listCases({ cases }: { cases: CaseStore }) {
  return async ({ status, cursor }: ListCases): Promise<CasesListed> => {
    const place: Place = cursor === undefined ? { status: status ?? 'open' } : read(cursor);
    const page = await cases.list(place.status, place.from);
    const next = onward(place, page.next, status);
    return { cases: page.cases.map(caseOf), ...(next ? { cursor: written(next) } : {}) };
  };
}

export const handler = workflowHandler({
  command: ListCases,
  bind: () => {
    const { table } = readEnv({ table: operationsEnv.table });
    return listCases({ cases: dynamoCases(documentClient(), table) });
  },
});
