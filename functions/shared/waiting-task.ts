import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { clientSettings } from './aws.ts';

/** A workflow's task that waits for something to happen. Telling a task that waits no more is no fault. */
export interface WaitingTask<Result extends object> {
  /** `result` becomes the task's own. */
  succeed(taskToken: string, result: Result): Promise<void>;
  /** `details` travel as the error's cause, in JSON. */
  fail(taskToken: string, error: string, details: object): Promise<void>;
  heartbeat(taskToken: string): Promise<void>;
}

/** A task that was completed, has timed out or never was: what it waited for came late, and is recorded all the same. */
function unlessLate(error: unknown): void {
  const isLate = error instanceof TaskDoesNotExist || error instanceof TaskTimedOut || error instanceof InvalidToken;
  if (!isLate) throw error;
}

export function stepFunctionsTask<Result extends object>(
  client = new SFNClient(clientSettings()),
): WaitingTask<Result> {
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
