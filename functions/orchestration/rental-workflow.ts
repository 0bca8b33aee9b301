import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientSettings } from '../shared/aws.ts';
import type { RentalInput } from './contract.ts';

/** The workflow `rental`. */
export interface RentalWorkflow {
  /** Starts it under the rental's id. That it was started before is no fault. */
  start(input: RentalInput): Promise<void>;
}

export function rentalWorkflow(arn: string): RentalWorkflow {
  const sfn = new SFNClient(clientSettings());
  return {
    async start(input) {
      const start = { stateMachineArn: arn, name: input.rentalId, input: JSON.stringify(input) };
      try {
        await sfn.send(new StartExecutionCommand(start));
      } catch (error) {
        // A second attempt carries a fresh token: its input differs, and Step Functions refuses it by name.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
