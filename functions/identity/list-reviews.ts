import { readEnv } from '../shared/env.ts';
import { CommandMalformed } from '../shared/errors.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { ListReviews, ReviewsListed } from './contract.ts';
import { residentsEnv } from './env.ts';
import { held } from './resident.ts';
import { dynamoResidents, type PageKey, type ResidentBook } from './resident-book.ts';

const written = (key: PageKey) => Buffer.from(JSON.stringify(key)).toString('base64url');

function read(cursor: string): PageKey {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString()) as PageKey;
  } catch (cause) {
    throw new CommandMalformed('The cursor is none that a page has given.', { cause });
  }
}

/** A page of the residents whom an operator has to look at, by what they say at the office, and no more. */
export function listReviews({ residents }: { residents: ResidentBook }) {
  return async ({ cursor }: ListReviews): Promise<ReviewsListed> => {
    const page = await residents.inReview(cursor === undefined ? undefined : read(cursor));
    const listed = { residents: page.residents.map((resident) => held(resident, undefined)) };
    return ReviewsListed.parse({ ...listed, ...(page.next ? { cursor: written(page.next) } : {}) });
  };
}

export const handler = workflowHandler({
  command: ListReviews,
  bind: () => listReviews({ residents: dynamoResidents(documentClient(), readEnv(residentsEnv).table) }),
});
