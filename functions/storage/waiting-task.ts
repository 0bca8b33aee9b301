import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { clientSettings } from '../shared/aws.ts';
import type { HardwareResult } from './contract.ts';

/** The workflow's task that waits for a command to end. Telling a task that waits no more is no fault. */
export interface WaitingTask {
  succeed(taskToken: string, result: HardwareResult): Promise<void>;
  /** `details` travel as the error's cause, in JSON. */
  fail(taskToken: string, error: string, details: object): Promise<void>;
  heartbeat(taskToken: string): Promise<void>;
}

/** A task that was completed, has timed out or never was: the fact came late, and is recorded all the same. */
function unlessLate(error: unknown): void {
  const isLate = error instanceof TaskDoesNotExist || error instanceof TaskTimedOut || error instanceof InvalidToken;
  if (!isLate) throw error;
}

export function stepFunctionsTask(client = new SFNClient(clientSettings())): WaitingTask {
  return {
    async succeed(taskToken, result) {
      const output = JSON.stringify(result);
      await client.send(new SendTaskSuccessCommand({ taskToken, output })).catch(unlessLate);
    },
    async fail(taskToken, error, details) {
      const cause = JSON.stringify(details);
      await client.send(new SendTaskFailureCommand({ taskToken, error, cause })).catch(unlessLate);
    },
    async heartbeat(taskToken) {
      await client.send(new SendTaskHeartbeatCommand({ taskToken })).catch(unlessLate);
    },
  };
}
