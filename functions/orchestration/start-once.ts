import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientSettings } from '../shared/aws.ts';

/** Starts an execution of a workflow under a name. That it was started before is no fault. */
export type StartOnce = (name: string, input: object) => Promise<void>;

export function startOnce(stateMachineArn: string): StartOnce {
  const sfn = new SFNClient(clientSettings());
  return async (name, input) => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      // A second attempt carries a fresh token: its input differs, and Step Functions refuses it by name.
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
}
