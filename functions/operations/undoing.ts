import * as z from 'zod/mini';
import { KioskId, RentalId, SignedToken, Slot } from '../shared/fields.ts';
import type { Executions } from './executions.ts';

/** Input of the workflow `undo`. */
const UndoInput = z.object({
  ...{ rentalId: RentalId, kioskId: KioskId, rentalToken: SignedToken, slots: z.array(Slot) },
  ...{ reason: z.string(), voidsPayment: z.boolean() },
  /** An operator waits no longer for what a silent kiosk might say. */
  isGivenUp: z.optional(z.boolean()),
});
export type UndoInput = z.infer<typeof UndoInput>;

/**
 * Of a rental's input (`RentalInput` of orchestration), what undoing it takes. Its token goes from execution to
 * execution, and is kept nowhere else.
 */
const Undoable = z.object({ rentalId: RentalId, kioskId: KioskId, rentalToken: SignedToken, bikes: z.int() });

/** What `undo` fails with where a kiosk has not said whether a bike is gone (`HandoverUnsettled` of storage). */
const UNSETTLED = 'HandoverUnsettled';

/**
 * Gives back all that a rental which nobody goes on with still holds: bikes that were taken stay taken, and where one
 * was, no payment is voided (statemachines/undo). A rental that goes on, has ended well, or was redriven more often
 * than is known here, is left alone.
 *
 * @returns whether `undo` has been started, now or before.
 */
export async function undoRental(
  executions: Executions,
  { executionArn, redrives }: { executionArn: string; redrives: number },
): Promise<boolean> {
  const execution = await executions.describe(executionArn);
  const isOver = execution !== undefined && ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(execution.status);
  if (!isOver || execution.redrives > redrives) return false;
  const { rentalId, kioskId, rentalToken, bikes } = Undoable.parse(execution.input);
  const slots = Array.from({ length: bikes }, (_, index) => index + 1);
  const input = { rentalId, kioskId, rentalToken, slots, reason: execution.status, voidsPayment: true };
  await executions.undo(`${rentalId}-all`, input);
  return true;
}

/**
 * Undoes the same again without waiting for the kiosk, where that is what `undo` gave up over. What it frees is free for
 * good: an operator has looked.
 */
export async function undoUnheard(executions: Executions, executionArn: string): Promise<void> {
  const execution = await executions.describe(executionArn);
  if (execution?.status !== 'FAILED' || execution.error !== UNSETTLED) return;
  const name = executionArn.split(':').at(-1) ?? '';
  await executions.undo(`${name}-given-up`, { ...UndoInput.parse(execution.input), isGivenUp: true });
}
