import * as z from 'zod/mini';
import { RentalId } from '../shared/fields.ts';
import { withoutSecrets } from '../shared/secrecy.ts';
import type { News } from './case.ts';
import { OWNERS, sentences, type WorkflowName } from './remedies.ts';

/** The detail of `Step Functions Execution Status Change` (Step Functions Developer Guide, "EventBridge"). */
export const StatusChange = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
  /** Milliseconds since the epoch. */
  startDate: z.number(),
  error: z.nullish(z.string()),
  cause: z.nullish(z.string()),
  redriveCount: z.nullish(z.int()),
});
export type StatusChange = z.infer<typeof StatusChange>;

/** The ARNs of the workflows whose failures are cases. */
export type WorkflowArns = Record<WorkflowName, string>;

/** Those whose executions have the name of a rental. */
const OF_RENTALS: readonly WorkflowName[] = ['rental', 'ride', 'undo'];

/** Enough to see what failed; the whole of it is in the execution's history. */
const CAUSE_LENGTH_MAX = 1_000;

export function workflowOf({ stateMachineArn }: StatusChange, arns: WorkflowArns): WorkflowName | undefined {
  return (Object.keys(arns) as WorkflowName[]).find((name) => arns[name] === stateMachineArn);
}

/**
 * Executions that are about something are a trouble each, by name. A run of reconciliation is about nothing that the
 * next one is not about as well: there is one case for all of them, which the newest run decides.
 */
function identify(workflow: WorkflowName, { name, startDate, redriveCount }: StatusChange) {
  const redrives = redriveCount ?? 0;
  if (workflow === 'reconciliation') return { caseId: 'workflow/reconciliation', turn: startDate + redrives };
  return { caseId: `workflow/${workflow}/${name}`, turn: redrives };
}

/**
 * What an execution's end is to operators; undefined where it is nothing to them: it goes on, or has ended well at
 * its first attempt.
 */
export function newsOf(change: StatusChange, arns: WorkflowArns): News | undefined {
  const { status, name, executionArn, redriveCount } = change;
  const workflow = workflowOf(change, arns);
  if (!workflow || status === 'RUNNING' || status === 'PENDING_REDRIVE') return undefined;
  const isOver = status === 'SUCCEEDED';
  if (isOver && workflow !== 'reconciliation' && !redriveCount) return undefined;
  const error = change.error ? withoutSecrets(change.error) : undefined;
  const cause = change.cause ? withoutSecrets(change.cause).slice(0, CAUSE_LENGTH_MAX) : undefined;
  const rentalId = RentalId.safeParse(name.slice(0, 36)).data;
  return {
    ...identify(workflow, change),
    kind: 'workflowFailed',
    owner: OWNERS[workflow],
    ...sentences(workflow, workflow === 'undo' ? `the rental ${rentalId ?? name}` : name, status, error),
    executionArn,
    redrives: redriveCount ?? 0,
    ...(rentalId && OF_RENTALS.includes(workflow) ? { rentalId } : {}),
    ...(error ? { error } : {}),
    ...(cause ? { cause } : {}),
    isOver,
    ...(workflow === 'reconciliation' ? { isRoutine: true } : {}),
    did: isOver ? 'saw the workflow succeed' : `saw the workflow end: ${status}${error ? `, ${error}` : ''}`,
  };
}
