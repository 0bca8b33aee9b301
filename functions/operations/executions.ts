import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionLimitExceeded,
  ExecutionNotRedrivable,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings } from '../shared/aws.ts';
import type { UndoInput } from './undoing.ts';

/** An execution as Step Functions keeps it. */
interface Execution {
  status: string;
  redrives: number;
  input: unknown;
  error?: string | undefined;
  cause?: string | undefined;
}

/** One that ended in a way that somebody has to look into. `startDate` in milliseconds since the epoch. */
export interface BadEnd {
  executionArn: string;
  name: string;
  status: (typeof BAD_ENDS)[number];
  startDate: number;
  redriveCount: number;
}

const BAD_ENDS = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** Of each kind of end, so many of the latest are looked at: more than operators could work on in a day. */
const ENDS_LISTED = 100;

/** Step Functions, as far as operators act on it. */
export interface Executions {
  /** Undefined where Step Functions has forgotten it, which it does 90 days after its end. */
  describe(executionArn: string): Promise<Execution | undefined>;
  /** The latest executions of a workflow that ended badly, in no order. */
  listBadEnds(stateMachineArn: string): Promise<BadEnd[]>;
  /** Goes on from the state that failed. Answers why that is refused, or undefined where it goes on. */
  redrive(executionArn: string): Promise<string | undefined>;
  /** Starts an execution of `undo`. That it was started before is no fault. */
  undo(name: string, input: UndoInput): Promise<void>;
}

export function stepFunctions(undoArn: string, client = new SFNClient(clientSettings())): Executions {
  return {
    async describe(executionArn) {
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn }));
        const { status = '', redriveCount = 0, input = 'null', error, cause } = found;
        return { status, redrives: redriveCount, input: JSON.parse(input) as unknown, error, cause };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
    async listBadEnds(stateMachineArn) {
      const ends: BadEnd[] = [];
      for (const status of BAD_ENDS) {
        const list = new ListExecutionsCommand({ stateMachineArn, statusFilter: status, maxResults: ENDS_LISTED });
        for (const { executionArn = '', name = '', startDate, redriveCount = 0 } of (await client.send(list))
          .executions ?? [])
          ends.push({ executionArn, name, status, startDate: startDate?.getTime() ?? 0, redriveCount });
      }
      return ends;
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
    async undo(name, input) {
      const start = { stateMachineArn: undoArn, name, input: JSON.stringify(input) };
      try {
        await client.send(new StartExecutionCommand(start));
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
