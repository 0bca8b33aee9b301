import * as z from 'zod/mini';
import { readCursor, writeCursor } from '../shared/cursor.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { caseOf } from './case.ts';
import { PageKey } from './case-store.ts';
import { Case, type CasesListed, ListCases } from './contract.ts';
import { type CaseDependencies, caseDependencies } from './dependencies.ts';

const Place = z.object({ status: Case.shape.status, from: z.optional(PageKey) });
type Place = z.infer<typeof Place>;

/** Where the list goes on: in the same status, or, where all that is not closed is asked for, in the next. */
function onward({ status }: Place, next: PageKey | undefined, asked: ListCases['status']): Place | undefined {
  if (next) return { status, from: next };
  return asked === undefined && status === 'open' ? { status: 'redriven' } : undefined;
}

/**
 * One page of the cases of a status, those that changed last first. Without a status: the open ones, then the redriven.
 *
 * @throws CommandMalformed where the cursor is none of ours.
 */
export function listCases({ cases }: Pick<CaseDependencies, 'cases'>) {
  return async ({ status, cursor }: ListCases): Promise<CasesListed> => {
    const place: Place = cursor === undefined ? { status: status ?? 'open' } : readCursor(Place, cursor);
    const page = await cases.list(place.status, place.from);
    const next = onward(place, page.next, status);
    return { cases: page.cases.map(caseOf), ...(next ? { cursor: writeCursor(next) } : {}) };
  };
}

export const handler = workflowHandler({
  command: ListCases,
  bind: () => listCases(caseDependencies()),
});
