import type { Case } from './contract.ts';

export type WorkflowName = 'rental' | 'ride' | 'undo' | 'reservation' | 'reconciliation' | 'repair';

export const OWNERS: Record<WorkflowName, Case['owner']> = {
  rental: 'operations',
  ride: 'payments',
  undo: 'operations',
  reservation: 'operations',
  reconciliation: 'operations',
  repair: 'fleet',
};

/** What each workflow leaves undone when it ends too early; `subject` is what its execution was about. */
const LEFT: Record<WorkflowName, (subject: string) => string> = {
  rental: (subject) => `The rental ${subject} stopped before its hand-over was settled`,
  ride: (subject) => `The ride of rental ${subject} stopped before it was charged`,
  undo: (subject) => `What ${subject} had taken was not given back in full`,
  reservation: (subject) => `Bikes of the reservation ${subject} were not let go of`,
  reconciliation: () => 'A reconciliation left parts of the city uncompared',
  repair: (subject) => `The repair ${subject} stopped before its bike was back in service`,
};

const REDRIVE = 'Find out what failed, mend it, and redrive the case';

/** What to do, by the error's name: the runbook (docs/operations.md) has the long form. */
const BY_ERROR: Partial<Record<string, string>> = {
  TokenRefused:
    'The rental token is no longer good, so a redrive cannot help: see what is still held, and close the case.',
  CommandMalformed: 'A service refused what the workflow sent it: deploy a version that fits, then redrive the case.',
  HandoverUnsettled:
    'A kiosk fell silent with a bike at its door: see whether the bike is gone. Redrive the case once the kiosk is back; where the bike is not gone, or nobody will ever know, close it: the rider’s place is free then.',
  BikeUnknown: 'Take the bike into the inventory (provision), then redrive the case.',
  WorkOrderUnknown:
    'The work order is closed: see whether its bike is in the state that it should be in, and close the case.',
  BikeNotReserved: 'See in the bike’s record who has it; redrive the case once that is right, or close it.',
  PaymentUnknown: 'Ask the acquirer whether anything is held for the rental; settle it there, and close the case.',
  PaymentClosed: 'The payment was settled by somebody else: check its amount with the acquirer, and close the case.',
};

const BY_WORKFLOW: Record<WorkflowName, string> = {
  rental: `${REDRIVE}; to close it instead gives back what the rental holds.`,
  ride: `${REDRIVE}; the rider pays nothing more while it waits.`,
  undo: `${REDRIVE}; until then the rider may lack places for bikes.`,
  reservation: `${REDRIVE}; nobody waits for it: the bikes are anybody’s since their time is up.`,
  repair: `${REDRIVE}; until then its work order leads to nothing, and a new one is not opened.`,
  reconciliation:
    'See in the execution which step failed; the next run tries again, and closes the case when it succeeds.',
};

/** An execution that nobody will go on with by itself: what was not taken is given back at once. */
const STOPPED =
  'What was not taken is being given back; redrive the case if a bike was taken, so that its ride is charged, or close it.';

/** The sentences that tell a person what happened to an execution, and what to do. */
export function sentences(workflow: WorkflowName, subject: string, status: string, error: string | undefined) {
  const how = status === 'FAILED' ? (error ?? 'an unnamed error') : status.toLowerCase().replace('_', ' ');
  if (status === 'SUCCEEDED')
    return { summary: `${LEFT[workflow](subject)}, went on and succeeded.`, remedy: 'Nothing is left to do.' };
  const isStopped = workflow === 'rental' && status !== 'FAILED';
  const byError = workflow === 'reconciliation' || error === undefined ? undefined : BY_ERROR[error];
  return {
    summary: `${LEFT[workflow](subject)}: ${how}.`,
    remedy: isStopped ? STOPPED : (byError ?? BY_WORKFLOW[workflow]),
  };
}
