import { readCursor, writeCursor } from '../shared/cursor.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ListReviews, ReviewsListed } from './contract.ts';
import { residentsEnv } from './env.ts';
import { held } from './resident.ts';
import { dynamoResidents, PageKey, type ResidentBook } from './resident-book.ts';

/**
 * A page of the residents whom an operator has to look at, by what they say at the office, and no more.
 *
 * @throws CommandMalformed where the cursor is none of ours.
 */
export function listReviews({ residents }: { residents: ResidentBook }) {
  return async ({ cursor }: ListReviews): Promise<ReviewsListed> => {
    const page = await residents.inReview(cursor === undefined ? undefined : readCursor(PageKey, cursor));
    const listed = { residents: page.residents.map((resident) => held(resident, undefined)) };
    return ReviewsListed.parse({ ...listed, ...(page.next ? { cursor: writeCursor(page.next) } : {}) });
  };
}

export const handler = workflowHandler({
  command: ListReviews,
  bind: () => listReviews({ residents: dynamoResidents(documentClient(), readEnv(residentsEnv).table) }),
});
