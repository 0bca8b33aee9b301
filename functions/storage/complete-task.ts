import type { WaitingTask } from '../shared/waiting-task.ts';
import type { HardwareResult } from './contract.ts';
import type { CommandEntry } from './handover.ts';
import { faultOf } from './outcome.ts';

/**
 * Tells the waiting task how its command ended. Registration and fact each come here once they are written:
 * whoever comes second finds both, and completes. Both may find both; a task completes once.
 */
export async function completeTask(
  task: WaitingTask<HardwareResult>,
  commandId: string,
  entry: CommandEntry,
): Promise<void> {
  const { kind, taskToken, outcome } = entry;
  if (!taskToken || !outcome) return;
  const fault = faultOf(outcome, kind);
  if (!fault) return task.succeed(taskToken, { commandId, at: outcome.at });
  const details = {
    message: fault.message,
    commandId,
    at: outcome.at,
    ...(outcome.type === 'CommandRefused' ? { reason: outcome.reason } : {}),
    ...(outcome.type === 'CommandFailed' ? { fault: outcome.fault } : {}),
  };
  return task.fail(taskToken, fault.name, details);
}
