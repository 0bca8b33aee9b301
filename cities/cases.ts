import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Case, CasesListed } from '../functions/operations/contract.ts';
import { call } from './call.ts';

/** The functions by which operators work on cases, as the stacks' outputs name them. */
export const CASE_FUNCTIONS = ['ListCases', 'ShowCase', 'RedriveCase', 'CloseCase'] as const;
export type CaseFunctions = Record<(typeof CASE_FUNCTIONS)[number], string>;

/** What an operator asks on the command line. */
export type CaseRequest =
  | { action: 'help' }
  | { action: 'list'; status?: Case['status'] }
  | { action: 'show' | 'redrive'; caseId: string }
  | { action: 'close'; caseId: string; note: string };

export const HELP = `npm run cases -- ACTION [options]

  list [--status open|redriven|closed]   what is to be looked into (without --status: all that is not closed)
  show ID                                all that is known of a case
  redrive ID                             goes on with its workflow, from the state that failed
  close ID --note "…"                    says that nothing more is to be done, and why; closing a rental's case
                                         gives back what it still holds

  --city ID          the city (havenbrook)       --stage NAME      its stage (dev)
  --outputs FILE     what the deployment said of itself (.build/outputs.json; on a laptop .freewheel/outputs.json)
  --operator NAME    who is asking (the name you are logged in by)

Talks to AWS, or to AWS_ENDPOINT_URL. The runbook is docs/operations.md.`;

/** The request that arguments make; undefined where they make none. */
export function readRequest(
  [action, caseId]: string[],
  { status, note, help }: { status?: string | undefined; note?: string | undefined; help?: boolean | undefined },
): CaseRequest | undefined {
  if (help || action === 'help') return { action: 'help' };
  if (action === 'list') {
    if (status === undefined) return { action };
    return status === 'open' || status === 'redriven' || status === 'closed' ? { action, status } : undefined;
  }
  if (!caseId) return undefined;
  if (action === 'show' || action === 'redrive') return { action, caseId };
  return action === 'close' && note !== undefined ? { action, caseId, note } : undefined;
}

const line = ({ caseId, status, owner, summary, changedAt }: Case) =>
  `${changedAt}  ${status.padEnd(8)}  ${owner.padEnd(10)}  ${caseId}\n    ${summary}`;

/** A case as an operator reads it. */
function tellCase(one: Case): string[] {
  const known: [string, string | undefined][] = [
    ['what to do', one.remedy],
    ['owner', one.owner],
    ['opened', one.openedAt],
    ['rental', one.rentalId],
    ['bike', one.bikeId],
    ['execution', one.executionArn],
    ['error', one.error],
    ['cause', one.cause],
  ];
  const facts = known
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name.padEnd(11)} ${value}`);
  const log = one.log.map(({ at, operator, did }) => `  ${at}  ${operator} ${did}`);
  return [`${one.caseId} (${one.status})`, `  ${one.summary}`, ...facts, ...log];
}

/**
 * Does what an operator asks, and answers in lines to read.
 *
 * @throws Refused
 */
export async function workOnCases(
  request: CaseRequest,
  { lambda, functions, operator }: { lambda: LambdaClient; functions: CaseFunctions; operator: string },
): Promise<string[]> {
  switch (request.action) {
    case 'help':
      return [HELP];
    case 'list': {
      const cases: Case[] = [];
      let cursor: string | undefined;
      do {
        const { status } = request;
        const page: CasesListed = await call(lambda, functions.ListCases, { status, cursor });
        cases.push(...page.cases);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return cases.length > 0 ? cases.map(line) : ['No cases.'];
    }
    case 'show':
      return tellCase(await call<Case>(lambda, functions.ShowCase, { caseId: request.caseId }));
    case 'redrive':
      return tellCase(await call<Case>(lambda, functions.RedriveCase, { caseId: request.caseId, operator }));
    case 'close':
      return tellCase(
        await call<Case>(lambda, functions.CloseCase, { caseId: request.caseId, operator, note: request.note }),
      );
  }
}
