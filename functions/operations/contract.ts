import * as z from 'zod/mini';
import { BikeId, Instant, RentalId } from '../shared/fields.ts';

/** What an operator has to look into. */
export const CaseKind = z.enum([
  /** A workflow ended as failed, timed out or aborted. It can be redriven for 14 days. */
  'workflowFailed',
  'bikeMissing',
  /** Two services tell different stories, and neither is safe to believe. */
  'discrepancy',
  /** A kiosk asks for more scans to be checked than riders make. */
  'guessingNoticed',
  /** A bike waits for a mechanic, or for its inspection, for longer than the city wants it to. */
  'repairLate',
]);
export type CaseKind = z.infer<typeof CaseKind>;

export const Case = z.object({
  /** Made of what the case is about, so that the same trouble told twice opens one case. */
  caseId: z.string().check(z.minLength(1), z.maxLength(200)),
  kind: CaseKind,
  status: z.enum(['open', 'redriven', 'closed']),
  /** The team whose case it is. */
  owner: z.enum(['operations', 'payments', 'fleet']),
  /** One sentence: what happened, to what. */
  summary: z.string(),
  /** One sentence: what to do. */
  remedy: z.string(),
  openedAt: Instant,
  changedAt: Instant,
  rentalId: z.optional(RentalId),
  bikeId: z.optional(BikeId),
  /** Of a workflow that can be redriven. */
  executionArn: z.optional(z.string()),
  /** The error's name, and what the workflow said of it, without secrets. */
  error: z.optional(z.string()),
  cause: z.optional(z.string()),
  /** Who did what, oldest first. */
  log: z.array(z.object({ at: Instant, operator: z.string(), did: z.string() })),
});
export type Case = z.infer<typeof Case>;

export const ListCases = z.object({ status: z.optional(Case.shape.status), cursor: z.optional(z.string()) });
export type ListCases = z.infer<typeof ListCases>;
export const CasesListed = z.object({ cases: z.array(Case), cursor: z.optional(z.string()) });
export type CasesListed = z.infer<typeof CasesListed>;

const operator = z.string().check(z.minLength(1), z.maxLength(100));
/** Goes on with the workflow from the state that failed. */
export const RedriveCase = z.object({ caseId: Case.shape.caseId, operator });
export type RedriveCase = z.infer<typeof RedriveCase>;
/** Says that nothing more is to be done, and why. */
export const CloseCase = z.object({
  caseId: Case.shape.caseId,
  operator,
  note: z.string().check(z.minLength(3), z.maxLength(500)),
});
export type CloseCase = z.infer<typeof CloseCase>;

export const ShowCase = z.object({ caseId: Case.shape.caseId });
export type ShowCase = z.infer<typeof ShowCase>;

/** Input of the workflow `reconciliation`: into how many parts the inventory is parted, of which a run looks at one. */
export const ReconciliationInput = z.object({ segments: z.int().check(z.minimum(1)) });
export type ReconciliationInput = z.infer<typeof ReconciliationInput>;

/** Looks for workflows that ended badly and of which nobody heard. */
export const FindFailures = z.object({});
export type FindFailures = z.infer<typeof FindFailures>;
export const FailuresFound = z.object({ cases: z.int() });
export type FailuresFound = z.infer<typeof FailuresFound>;
