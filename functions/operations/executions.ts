import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionLimitExceeded,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings } from '../shared/aws.ts';
import type { UndoInput } from './undoing.ts';

/** Step Functions, as far as operators act on it. */
export interface Executions {
  /** Undefined where Step Functions has forgotten it, which it does 90 days after its end. */
  describe(executionArn: string): Promise<{ status: string; redrives: number; input: unknown } | undefined>;
  /** Goes on from the state that failed. Answers why that is refused, or undefined where it goes on. */
  redrive(executionArn: string): Promise<string | undefined>;
  /** Starts `undo` for all of a rental. That it was started before is no fault. */
  undo(input: UndoInput): Promise<void>;
}

export function stepFunctions(undoArn: string, client = new SFNClient(clientSettings())): Executions {
  return {
    async describe(executionArn) {
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn }));
        const { status = '', redriveCount = 0, input = 'null' } = found;
        return { status, redrives: redriveCount, input: JSON.parse(input) as unknown };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
    async redrive(executionArn) {
      try {
        await client.send(new RedriveExecutionCommand({ executionArn }));
        return undefined;
      } catch (error) {
        const isRefusal =
          error instanceof ExecutionNotRedrivable ||
          error instanceof ExecutionDoesNotExist ||
          error instanceof ExecutionLimitExceeded;
        if (isRefusal) return error.message;
        throw error;
      }
    },
    async undo(input) {
      const start = { stateMachineArn: undoArn, name: `${input.rentalId}-all`, input: JSON.stringify(input) };
      try {
        await client.send(new StartExecutionCommand(start));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
